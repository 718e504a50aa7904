import { channelGroups, type Kernel } from '../kernel.ts';
import { inRegisterTiles, type TiledOutput } from '../register-tile.ts';
import wgsl from './conv.wgsl?raw';

/** Facts of one convolution; sizes in pixels, channels as the network counts them. */
export interface ConvParameters extends TiledOutput {
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly relu: boolean;
}

/** Square convolution with bias and optional ReLU. Bindings: active items, input, weights, bias, output. */
export const conv: Kernel<ConvParameters> = {
  name: 'conv',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'write'],
  ...inRegisterTiles<ConvParameters>(
    (p) => ({
      IN_H: p.inHeight,
      IN_W: p.inWidth,
      IN_GROUPS: channelGroups(p.inChannels),
      OUT_H: p.outHeight,
      OUT_W: p.outWidth,
      OUT_GROUPS: channelGroups(p.outChannels),
      KERNEL: p.kernelSize,
      STRIDE: p.stride,
      PAD_TOP: p.padTop,
      PAD_LEFT: p.padLeft,
      RELU: Number(p.relu),
    }),
    () => 2,
  ),
};
