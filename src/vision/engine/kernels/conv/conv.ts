import { channelGroups, type Kernel } from '../kernel.ts';
import { inRegisterTiles, registerTile, type TiledOutput } from '../register-tile.ts';
import { inWeightFormats } from '../weights/weights.ts';
import parts from './conv-parts.wgsl?raw';
import own from './conv.wgsl?raw';

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

/** The WGSL that convolutions in register tiles have in common. */
export const convParts = `${registerTile}\n${parts}`;

/** Members of the WGSL's `Layer`, as `Kernel.facts` has them. */
export function convFacts(p: ConvParameters): Record<string, number> {
  return {
    inHeight: p.inHeight,
    inWidth: p.inWidth,
    inGroups: channelGroups(p.inChannels),
    outHeight: p.outHeight,
    outWidth: p.outWidth,
    outGroups: channelGroups(p.outChannels),
    kernelSize: p.kernelSize,
    stride: p.stride,
    padTop: p.padTop,
    padLeft: p.padLeft,
    relu: Number(p.relu),
  };
}

/** Square convolution with bias and optional ReLU. Bindings: active items, input, weights, bias, output, facts of the layer. */
export const conv: Kernel<ConvParameters> = {
  ...inWeightFormats({
    name: 'conv',
    wgsl: `${convParts}\n${own}`,
    bindings: ['read', 'read', 'weights', 'read', 'write', 'uniform'],
  }),
  facts: convFacts,
  ...inRegisterTiles<ConvParameters>(
    () => ({}),
    () => 4,
  ),
};
