import { NETWORK_INPUT } from '../../network.ts';
import { OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function convAverageCase(
  name: string,
  input: LayerCase['input'],
  { channels, kernelSize }: { readonly channels: number; readonly kernelSize: number },
): LayerCase {
  const taps = kernelSize ** 2 * input[2];
  return {
    name: `conv-average, ${name}`,
    input,
    reductionLength: taps + input[0] * input[1],
    layers: (random) => [
      {
        op: 'conv-average',
        name: OUT,
        input: NETWORK_INPUT,
        channels,
        kernelSize,
        weights: { kernel: random(taps * channels), bias: random(channels) },
      },
    ],
  };
}

testLayers([
  convAverageCase('one pixel', [1, 1, 2], { channels: 1, kernelSize: 3 }),
  convAverageCase('odd sizes', [5, 3, 6], { channels: 2, kernelSize: 3 }),
  convAverageCase('more channels than one workgroup takes', [2, 2, 270], { channels: 5, kernelSize: 3 }),
  convAverageCase('kernel of 5', [4, 6, 7], { channels: 9, kernelSize: 5 }),
]);
