import { channelGroups, type Kernel } from '../kernel.ts';
import { inRegisterTiles, registerTile, type TiledOutput } from '../register-tile.ts';
import { inWeightFormats } from '../weights/weights.ts';
import own from './lateral.wgsl?raw';

/** Facts of one pyramid step; the output's height and width are even, the input's the same, the coarser map's half of them. */
export interface LateralParameters extends TiledOutput {
  readonly inChannels: number;
}

/** ReLU of a 1x1 convolution + the coarser map enlarged twice. Bindings: active items, input, coarse, weights, bias, output, facts of the layer. */
export const lateral: Kernel<LateralParameters> = {
  ...inWeightFormats({
    name: 'lateral',
    wgsl: `${registerTile}\n${own}`,
    bindings: ['read', 'read', 'read', 'weights', 'read', 'write', 'uniform'],
  }),
  facts: (p) => ({
    inGroups: channelGroups(p.inChannels),
    outHeight: p.outHeight,
    outWidth: p.outWidth,
    outGroups: channelGroups(p.outChannels),
  }),
  ...inRegisterTiles<LateralParameters>(
    () => ({}),
    () => 4,
  ),
};
