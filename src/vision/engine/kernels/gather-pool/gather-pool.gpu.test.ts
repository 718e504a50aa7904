import { NETWORK_INPUT } from '../../network.ts';
import { helperConv, OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function gatherPoolCase(name: string, input: LayerCase['input']): LayerCase {
  const channels = input[2];
  return {
    name: `gather-pool, ${name}`,
    input,
    reductionLength: channels + 1,
    layers: (random) => [
      helperConv('residual', [channels, channels], 2, random),
      { op: 'argmax-pool', name: 'argmax', input: NETWORK_INPUT, channels },
      {
        op: 'gather-pool',
        name: OUT,
        input: NETWORK_INPUT,
        argmax: 'argmax',
        residual: 'residual',
        channels,
      },
    ],
  };
}

testLayers([
  gatherPoolCase('one pixel', [1, 1, 3]),
  gatherPoolCase('odd sizes', [15, 13, 6]),
  gatherPoolCase('even sizes', [8, 6, 5]),
  gatherPoolCase('even height, odd width', [4, 7, 16]),
]);
