import { NETWORK_INPUT } from '../../network.ts';
import { OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function convPoolCase(
  name: string,
  input: LayerCase['input'],
  { channels, kernelSize }: { readonly channels: number; readonly kernelSize: number },
): LayerCase {
  const taps = kernelSize ** 2 * input[2];
  return {
    name: `conv-pool, ${name}`,
    input,
    reductionLength: taps + 4,
    layers: (random) => [
      {
        op: 'conv-pool',
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
  convPoolCase('one pixel out', [2, 2, 3], { channels: 1, kernelSize: 1 }),
  convPoolCase('a kernel larger than the picture', [2, 4, 2], { channels: 5, kernelSize: 7 }),
  convPoolCase('7x7, width and height that no tile divides', [6, 10, 3], { channels: 16, kernelSize: 7 }),
  convPoolCase('5x5, one tall column of 2x2s', [14, 2, 6], { channels: 9, kernelSize: 5 }),
  convPoolCase('3x3, many channels', [6, 6, 66], { channels: 34, kernelSize: 3 }),
]);
