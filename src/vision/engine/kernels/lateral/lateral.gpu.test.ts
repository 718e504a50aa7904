import { NETWORK_INPUT } from '../../network.ts';
import { helperConv, OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function lateralCase(name: string, input: LayerCase['input'], channels: number): LayerCase {
  const inChannels = input[2];
  return {
    name: `lateral, ${name}`,
    input,
    // Both convolutions, and four weights of the coarser map.
    reductionLength: 2 * inChannels + 4,
    layers: (random) => [
      helperConv('coarse', [inChannels, channels], 2, random),
      {
        op: 'lateral',
        name: OUT,
        input: NETWORK_INPUT,
        coarse: 'coarse',
        channels,
        weights: { kernel: random(inChannels * channels), bias: random(channels) },
      },
    ],
  };
}

testLayers([
  lateralCase('one coarse pixel', [2, 2, 3], 1),
  lateralCase('one coarse row', [2, 10, 4], 5),
  lateralCase('odd coarse sizes', [6, 10, 9], 6),
  lateralCase('many channels', [4, 6, 66], 34),
]);
