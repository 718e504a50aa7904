import { channelGroups, type Kernel } from '../kernel.ts';
import { onePixelEach } from '../one-pixel-each.ts';
import wgsl from './average-pool.wgsl?raw';

/** Sizes around a 2x2 mean, whichever way the layer goes: what it gives has half the even height and width of what is pooled. */
export interface AveragePoolParameters {
  readonly batch: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly channels: number;
}

/** Members of the `Layer` of every kernel of a 2x2 mean. */
export function averagePoolFacts({ outHeight, outWidth, channels }: AveragePoolParameters): {
  readonly outHeight: number;
  readonly outWidth: number;
  readonly groups: number;
} {
  return { outHeight, outWidth, groups: channelGroups(channels) };
}

/** Mean of each 2x2 window. Bindings: active items, input, output, facts of the layer. */
export const averagePool: Kernel<AveragePoolParameters> = {
  name: 'average-pool',
  wgsl,
  bindings: ['read', 'read', 'write', 'uniform'],
  facts: averagePoolFacts,
  ...onePixelEach((p) => ({ batch: p.batch, height: p.outHeight, width: p.outWidth, channels: p.channels })),
};
