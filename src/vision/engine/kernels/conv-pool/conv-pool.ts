import { convFacts, convParts, type ConvParameters } from '../conv/conv.ts';
import type { Kernel } from '../kernel.ts';
import { inRegisterTiles } from '../register-tile.ts';
import { inWeightFormats } from '../weights/weights.ts';
import own from './conv-pool.wgsl?raw';

/**
 * Square convolution with bias and ReLU, and the mean of each 2x2 of it, as one dispatch. The parameters are those of the convolution:
 * its output's height and width are even, and what is written has half of them.
 * Bindings: active items, input, weights, bias, output, facts of the layer.
 */
export const convPool: Kernel<ConvParameters> = {
  ...inWeightFormats({
    name: 'conv-pool',
    wgsl: `${convParts}\n${own}`,
    bindings: ['read', 'read', 'weights', 'read', 'write', 'uniform'],
  }),
  facts: convFacts,
  ...inRegisterTiles<ConvParameters>(
    () => ({}),
    () => 4,
    { rowStep: 2 },
  ),
};
