import { channelGroups, type Kernel } from '../kernel.ts';
import { inRegisterTiles, type TiledOutput } from '../register-tile.ts';
import { inWeightFormats } from '../weights/weights.ts';
import wgsl from './grey-stem.wgsl?raw';

/** Facts of the two convolutions; the input is 4 pixels higher and wider than the output. */
export interface GreyStemParameters extends TiledOutput {
  readonly middleChannels: number;
}

/**
 * Two 3x3 convolutions with ReLU of a grey picture as one dispatch.
 * Bindings: active items, input, first weights and bias, second weights and bias, output.
 */
export const greyStem: Kernel<GreyStemParameters> = {
  ...inWeightFormats({
    name: 'grey-stem',
    wgsl,
    bindings: ['read', 'read', 'read', 'read', 'weights', 'read', 'write'],
  }),
  ...inRegisterTiles<GreyStemParameters>(
    (p) => ({
      OUT_H: p.outHeight,
      OUT_W: p.outWidth,
      MIDDLE_GROUPS: channelGroups(p.middleChannels),
      OUT_GROUPS: channelGroups(p.outChannels),
    }),
    () => 1,
  ),
};
