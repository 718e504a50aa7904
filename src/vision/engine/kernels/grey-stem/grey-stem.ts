import { channelGroups, type Kernel } from '../kernel.ts';
import wgsl from './grey-stem.wgsl?raw';

/** Facts of the two convolutions; the input is 4 pixels higher and wider than the output. */
export interface GreyStemParameters {
  readonly batch: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly middleChannels: number;
  readonly outChannels: number;
}

const TILE = 8;

/**
 * Two 3x3 convolutions with ReLU of a grey picture as one dispatch.
 * Bindings: active items, input, first weights and bias, second weights and bias, output. At most 32 channels between the two.
 */
export const greyStem: Kernel<GreyStemParameters> = {
  name: 'grey-stem',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'read', 'read', 'write'],
  overrides: (p) => ({
    OUT_H: p.outHeight,
    OUT_W: p.outWidth,
    MIDDLE_GROUPS: channelGroups(p.middleChannels),
    OUT_GROUPS: channelGroups(p.outChannels),
  }),
  dispatch: (p) => [Math.ceil(p.outWidth / TILE), Math.ceil(p.outHeight / TILE), p.batch],
};
