import { NETWORK_INPUT } from '../../network.ts';
import { constantConv, OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function argmaxPoolCase(name: string, input: LayerCase['input']): LayerCase {
  const channels = input[2];
  return {
    name: `argmax-pool, ${name}`,
    input,
    reductionLength: 1,
    layers: () => [{ op: 'argmax-pool', name: OUT, input: NETWORK_INPUT, channels }],
  };
}

testLayers([
  argmaxPoolCase('one pixel', [1, 1, 1]),
  argmaxPoolCase('odd sizes', [15, 13, 6]),
  argmaxPoolCase('even sizes', [8, 6, 5]),
  argmaxPoolCase('even height, odd width', [4, 7, 16]),
  {
    name: 'argmax-pool, the first of equals, all below 0',
    input: [5, 4, 3],
    reductionLength: 1,
    layers: () => [
      constantConv('equal', [3, 6], -1),
      { op: 'argmax-pool', name: OUT, input: 'equal', channels: 6 },
    ],
  },
]);
