import { NETWORK_INPUT } from '../../network.ts';
import { helperConv, OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function separablePoolCase(
  name: string,
  input: LayerCase['input'],
  [inChannels, channels]: readonly [number, number],
): LayerCase {
  const residualChannels = input[2];
  return {
    name: `separable-pool, ${name}`,
    input,
    reductionLength: 2 * residualChannels + 9 * inChannels,
    layers: (random) => [
      helperConv('main', [residualChannels, inChannels], 1, random),
      {
        op: 'separable-pool',
        name: OUT,
        input: 'main',
        residual: NETWORK_INPUT,
        channels,
        weights: {
          main: {
            depthwise: random(9 * inChannels),
            pointwise: random(inChannels * channels),
            bias: random(channels),
          },
          residual: { kernel: random(residualChannels * channels), bias: random(channels) },
        },
      },
    ],
  };
}

testLayers([
  separablePoolCase('one pixel', [1, 1, 3], [2, 2]),
  separablePoolCase('odd sizes', [15, 13, 6], [9, 9]),
  separablePoolCase('even sizes, fewer channels out', [8, 6, 5], [9, 3]),
  separablePoolCase('even height, odd width', [4, 7, 16], [18, 18]),
  separablePoolCase('more output groups than one chunk', [5, 5, 2], [70, 71]),
  separablePoolCase('128 channels', [4, 4, 8], [128, 128]),
]);
