import { NETWORK_INPUT } from '../../network.ts';
import { OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function greyStemCase(
  name: string,
  [height, width]: readonly [number, number],
  [middle, channels]: readonly [number, number],
): LayerCase {
  return {
    name: `grey-stem, ${name}`,
    input: [height, width, 1],
    reductionLength: 9 + 9 * middle,
    layers: (random) => [
      {
        op: 'grey-stem',
        name: OUT,
        input: NETWORK_INPUT,
        channels,
        weights: {
          first: { kernel: random(9 * middle), bias: random(middle) },
          second: { kernel: random(9 * middle * channels), bias: random(channels) },
        },
      },
    ],
  };
}

testLayers([
  greyStemCase('one output', [5, 5], [1, 1]),
  greyStemCase('odd sizes, 3 to 5 channels', [15, 9], [3, 5]),
  greyStemCase('whole tiles', [20, 12], [8, 8]),
  greyStemCase('more channels than one group', [13, 22], [10, 18]),
]);
