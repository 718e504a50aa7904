import { channelGroups, type Kernel } from '../kernel.ts';
import { onePixelEach } from '../one-pixel-each.ts';
import wgsl from './relu-gradient.wgsl?raw';

/** Facts of a ReLU on the way back. */
export interface ReluGradientParameters {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly guided: boolean;
}

/** Gradient through a ReLU, plain or guided. Bindings: active items, gradient, activation, output, facts of the layer. */
export const reluGradient: Kernel<ReluGradientParameters> = {
  name: 'relu-gradient',
  wgsl,
  bindings: ['read', 'read', 'read', 'write', 'uniform'],
  facts: (p) => ({
    vectors: p.height * p.width * channelGroups(p.channels),
    guided: Number(p.guided),
  }),
  ...onePixelEach((p) => p),
};
