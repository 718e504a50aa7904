import { NETWORK_INPUT } from '../../network.ts';
import { OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function averageCase(name: string, input: LayerCase['input']): LayerCase {
  return {
    name: `average, ${name}`,
    input,
    reductionLength: input[0] * input[1],
    layers: () => [{ op: 'average', name: OUT, input: NETWORK_INPUT }],
  };
}

testLayers([
  averageCase('one pixel', [1, 1, 2]),
  averageCase('odd sizes', [5, 3, 6]),
  averageCase('more channels than one workgroup takes', [2, 2, 270]),
]);
