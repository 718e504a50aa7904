import { channelGroups, type Kernel } from '../kernel.ts';
import wgsl from './conv-average.wgsl?raw';

/** Facts of one convolution (SAME, stride 1) that is averaged over all pixels; `kernelSize` is odd. */
export interface ConvAverageParameters {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: number;
}

/** Convolution and global average as one dispatch. Bindings: active items, input, weights, bias, output. */
export const convAverage: Kernel<ConvAverageParameters> = {
  name: 'conv-average',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'write'],
  overrides: (p) => ({
    H: p.inHeight,
    W: p.inWidth,
    IN_GROUPS: channelGroups(p.inChannels),
    OUT_GROUPS: channelGroups(p.outChannels),
    KERNEL: p.kernelSize,
  }),
  dispatch: (p) => [channelGroups(p.outChannels), 1, p.batch],
};
