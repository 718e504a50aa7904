import { NETWORK_INPUT } from '../../network.ts';
import { OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function averagePoolCase(name: string, input: LayerCase['input']): LayerCase {
  return {
    name: `average-pool, ${name}`,
    input,
    reductionLength: 4,
    layers: () => [{ op: 'average-pool', name: OUT, input: NETWORK_INPUT, channels: input[2] }],
  };
}

testLayers([
  averagePoolCase('one window', [2, 2, 1]),
  averagePoolCase('higher than wide', [12, 6, 6]),
  averagePoolCase('wider than high', [4, 14, 5]),
  averagePoolCase('many channels', [6, 6, 32]),
]);
