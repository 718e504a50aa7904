/** A network of two equal layers, for tests of plans. */
import { randomWeights, seededRandom } from './gpu.testing.ts';
import { NETWORK_INPUT, type Network } from './network.ts';

/** 9x9 pixels, 8 channels; its output is named `second`. */
export function smallNetwork(): Network {
  const random = seededRandom(3);
  const weights = (): { depthwise: Float32Array; pointwise: Float32Array; bias: Float32Array } => ({
    depthwise: randomWeights(random, 9 * 8),
    pointwise: randomWeights(random, 64),
    bias: randomWeights(random, 8),
  });
  const layer = { op: 'separable', channels: 8, stride: 1, relu: true } as const;
  return {
    name: 'small',
    input: { height: 9, width: 9, channels: 8 },
    layers: [
      { ...layer, name: 'first', input: NETWORK_INPUT, weights: weights() },
      { ...layer, name: 'second', input: 'first', weights: weights() },
    ],
    outputs: ['second'],
  };
}
