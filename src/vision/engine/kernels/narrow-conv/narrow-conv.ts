import { conv, convFacts, convParts, type ConvParameters } from '../conv/conv.ts';
import type { Kernel } from '../kernel.ts';
import { inRegisterTiles } from '../register-tile.ts';
import { inWeightFormats } from '../weights/weights.ts';
import own from './narrow-conv.wgsl?raw';

/** Widths of a kernel whose row of taps the WGSL sums at once. */
const TAPS: readonly number[] = [3, 5, 7];

/**
 * Square convolution with bias and optional ReLU to at most four channels, of such a kernel and with a stride of 1. Its twin is that of
 * `conv`. Bindings: active items, input, weights, bias, output, facts of the layer.
 */
const narrowConv: Kernel<ConvParameters> = {
  ...inWeightFormats({
    name: 'narrow-conv',
    wgsl: `${convParts}\n${own}`,
    bindings: ['read', 'read', 'weights', 'read', 'write', 'uniform'],
  }),
  facts: convFacts,
  ...inRegisterTiles<ConvParameters>(
    ({ kernelSize }) => ({ TAPS: kernelSize }),
    () => 4,
  ),
};

/** The kernel that computes a convolution: both give the same, this one sooner where it can. */
export function convKernelOf({ outChannels, stride, kernelSize }: ConvParameters): Kernel<ConvParameters> {
  return outChannels <= 4 && stride === 1 && TAPS.includes(kernelSize) ? narrowConv : conv;
}
