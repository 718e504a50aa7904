import type { GradientTarget } from '../../gradient-layers.ts';
import { NETWORK_INPUT } from '../../network.ts';
import { constantConv, OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function classSeedCase(name: string, input: LayerCase['input'], target: GradientTarget): LayerCase {
  const channels = input[2];
  return {
    name: `class-seed, ${name}`,
    input,
    reductionLength: 1,
    layers: () => [{ op: 'class-seed', name: OUT, input: NETWORK_INPUT, channels, target }],
  };
}

testLayers([
  classSeedCase('one class of one pixel', [1, 1, 1], { kind: 'class', index: 0 }),
  classSeedCase('the second of two', [4, 4, 2], { kind: 'class', index: 1 }),
  classSeedCase('the greatest of two', [9, 8, 2], { kind: 'greatest' }),
  classSeedCase('the greatest of four', [3, 5, 4], { kind: 'greatest' }),
  {
    name: 'class-seed, the first of equals, below the zeros of the padding',
    input: [3, 3, 1],
    reductionLength: 1,
    layers: () => [
      constantConv('equal', [1, 3], -1),
      { op: 'class-seed', name: OUT, input: 'equal', channels: 3, target: { kind: 'greatest' } },
    ],
  },
]);
