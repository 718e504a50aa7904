import { channelGroups, type Kernel, type KernelCode } from '../kernel.ts';
import { inRegisterTiles, registerTile, type TiledOutput } from '../register-tile.ts';
import { inWeightFormats } from '../weights/weights.ts';
import quadEntry from './separable-quad.wgsl?raw';
import parts from './separable-parts.wgsl?raw';
import entry from './separable.wgsl?raw';

/** What is added before the activation: nothing, a tensor of the output's size, or the 2x2 maximum of one twice that size. */
export type SkipMode = 'none' | 'identity' | 'max-pool';

/** Facts of one fused depthwise-separable convolution (3x3 depthwise, then 1x1). */
export interface SeparableParameters extends TiledOutput {
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly stride: number;
  /** Rows above and columns left of the input that count as zero. */
  readonly pad: number;
  readonly skip: SkipMode;
  readonly skipChannels: number;
  readonly relu: boolean;
}

const SKIP_CODE: Record<SkipMode, number> = { none: 0, identity: 1, 'max-pool': 2 };

const bindings = ['read', 'read', 'read', 'weights', 'read', 'read', 'write', 'uniform'] as const;

/** The same numbers, for devices with subgroups; WGSL cannot know that a quad returns as one, hence the diagnostic. */
const separableQuad: KernelCode = inWeightFormats({
  name: 'separable-quad',
  directives: 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n',
  wgsl: `${registerTile}\n${parts}\n${quadEntry}`,
  bindings,
});

/**
 * Depthwise 3x3 + pointwise + bias + skip + ReLU as one dispatch.
 * Bindings: active items, input, depthwise, pointwise, bias, skip input, output, facts of the layer.
 */
export const separable: Kernel<SeparableParameters> = {
  ...inWeightFormats({ name: 'separable', wgsl: `${registerTile}\n${parts}\n${entry}`, bindings }),
  facts: (p) => ({
    inHeight: p.inHeight,
    inWidth: p.inWidth,
    inGroups: channelGroups(p.inChannels),
    outHeight: p.outHeight,
    outWidth: p.outWidth,
    outGroups: channelGroups(p.outChannels),
    pad: p.pad,
    skipGroups: channelGroups(p.skipChannels),
    relu: Number(p.relu),
  }),
  ...inRegisterTiles<SeparableParameters>(
    (p) => ({ STRIDE: p.stride, SKIP: SKIP_CODE[p.skip] }),
    ({ stride }) => (stride === 1 ? 4 : 2),
    { inQuads: separableQuad },
  ),
};
