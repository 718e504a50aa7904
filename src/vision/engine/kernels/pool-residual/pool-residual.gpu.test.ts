import { NETWORK_INPUT } from '../../network.ts';
import { helperConv, OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function poolResidualCase(name: string, input: LayerCase['input'], channels: number): LayerCase {
  const inChannels = input[2];
  return {
    name: `pool-residual, ${name}`,
    input,
    reductionLength: 2 * inChannels,
    layers: (random) => [
      helperConv('main', [inChannels, channels], 1, random),
      {
        op: 'pool-residual',
        name: OUT,
        input: 'main',
        residual: NETWORK_INPUT,
        weights: { kernel: random(inChannels * channels), bias: random(channels) },
      },
    ],
  };
}

testLayers([
  poolResidualCase('one pixel', [1, 1, 3], 2),
  poolResidualCase('odd sizes', [15, 13, 6], 9),
  poolResidualCase('even sizes', [8, 6, 5], 9),
  poolResidualCase('even height, odd width', [4, 7, 16], 18),
]);
