import { NETWORK_INPUT } from '../../network.ts';
import { helperConv, OUT, testLayers, type LayerCase } from '../layers.testing.ts';
import type { DepthwiseGradientParameters } from './depthwise-gradient.ts';

function depthwiseGradientCase(
  name: string,
  input: LayerCase['input'],
  { gate, strided }: Pick<DepthwiseGradientParameters, 'gate' | 'strided'>,
): LayerCase {
  const channels = input[2];
  return {
    name: `depthwise-gradient, ${name}`,
    input,
    reductionLength: 2 * channels + 10,
    layers: (random) => [
      helperConv('gradient', [channels, channels], 1, random),
      helperConv('strided', [channels, channels], 2, random),
      {
        op: 'depthwise-gradient',
        name: OUT,
        input: 'gradient',
        channels,
        kernel: random(9 * channels),
        ...(strided ? { strided: 'strided' } : {}),
        ...(gate === 'none' ? {} : { gate: { activation: NETWORK_INPUT, guided: gate === 'guided' } }),
      },
    ],
  };
}

testLayers([
  depthwiseGradientCase('one pixel', [1, 1, 1], { gate: 'none', strided: true }),
  depthwiseGradientCase('odd sizes', [15, 13, 6], { gate: 'none', strided: true }),
  depthwiseGradientCase('even sizes, plain', [8, 6, 5], { gate: 'plain', strided: true }),
  depthwiseGradientCase('even height, odd width, guided', [4, 7, 16], { gate: 'guided', strided: true }),
  depthwiseGradientCase('guided, nothing joins it', [9, 10, 9], { gate: 'guided', strided: false }),
]);
