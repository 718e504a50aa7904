import { channelGroups, type Kernel } from '../kernel.ts';
import { onePixelEach } from '../one-pixel-each.ts';
import wgsl from './depthwise-gradient.wgsl?raw';

/** Facts of one depthwise 3x3 convolution (SAME, stride 1) on the way back. */
export interface DepthwiseGradientParameters {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Whether a gradient of half the size, rounded up, is added at even rows and columns. */
  readonly strided: boolean;
  /** How the gradient passes the ReLU before the convolution; `none` where there is none. */
  readonly gate: 'none' | 'plain' | 'guided';
}

const GATE_CODE: Record<DepthwiseGradientParameters['gate'], number> = { none: 0, plain: 1, guided: 2 };

/**
 * Gradient of a depthwise 3x3 convolution and of the ReLU before it as one dispatch.
 * Bindings: active items, gradient, weights, strided gradient, activation, output, facts of the layer.
 */
export const depthwiseGradient: Kernel<DepthwiseGradientParameters> = {
  name: 'depthwise-gradient',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'read', 'write', 'uniform'],
  facts: (p) => ({
    height: p.height,
    width: p.width,
    groups: channelGroups(p.channels),
    strided: Number(p.strided),
    gate: GATE_CODE[p.gate],
  }),
  ...onePixelEach((p) => p),
};
