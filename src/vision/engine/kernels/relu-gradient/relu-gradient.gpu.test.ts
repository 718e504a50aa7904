import { NETWORK_INPUT } from '../../network.ts';
import { constantConv, helperConv, OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function reluGradientCase(name: string, input: LayerCase['input'], guided: boolean): LayerCase {
  const channels = input[2];
  return {
    name: `relu-gradient, ${name}`,
    input,
    reductionLength: channels,
    layers: (random) => [
      helperConv('gradient', [channels, channels], 1, random),
      {
        op: 'relu-gradient',
        name: OUT,
        input: 'gradient',
        channels,
        gate: { activation: NETWORK_INPUT, guided },
      },
    ],
  };
}

testLayers([
  reluGradientCase('one pixel', [1, 1, 1], false),
  reluGradientCase('plain', [15, 13, 6], false),
  reluGradientCase('guided', [8, 9, 5], true),
  {
    name: 'relu-gradient, nothing passes where a ReLU gave 0',
    input: [3, 5, 2],
    reductionLength: 1,
    layers: () => [
      constantConv('zero', [2, 2], 0),
      {
        op: 'relu-gradient',
        name: OUT,
        input: NETWORK_INPUT,
        channels: 2,
        gate: { activation: 'zero', guided: false },
      },
    ],
  },
]);
