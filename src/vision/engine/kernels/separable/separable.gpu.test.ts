import { describe, expect, test } from 'vitest';
import { separableParameters } from '../../layer-parameters.ts';
import { NETWORK_INPUT, type SeparableLayer } from '../../network.ts';
import { OUT, testLayers, type LayerCase } from '../layers.testing.ts';

interface SeparableFacts {
  readonly channels: number;
  readonly stride: 1 | 2;
  readonly skip?: 'identity' | 'max-pool';
}

function separableLayer(
  inChannels: number,
  { channels, stride, skip }: SeparableFacts,
  random: (length: number) => Float32Array,
): SeparableLayer {
  return {
    op: 'separable',
    name: OUT,
    input: NETWORK_INPUT,
    channels,
    stride,
    relu: skip !== undefined,
    ...(skip === undefined ? {} : { skip: { input: NETWORK_INPUT, mode: skip } }),
    weights: {
      depthwise: random(9 * inChannels),
      pointwise: random(inChannels * channels),
      bias: random(channels),
    },
  };
}

function separableCase(name: string, input: LayerCase['input'], facts: SeparableFacts): LayerCase {
  return {
    name: `separable, ${name}`,
    input,
    reductionLength: 9 * input[2],
    layers: (random) => [separableLayer(input[2], facts, random)],
  };
}

testLayers([
  separableCase('one pixel, one channel', [1, 1, 1], { channels: 1, stride: 1 }),
  separableCase('one pixel, stride 2', [1, 1, 6], { channels: 3, stride: 2 }),
  separableCase('odd sizes, 7 to 5 channels', [9, 7, 7], { channels: 5, stride: 1 }),
  separableCase('four rows of four groups, and three', [7, 5, 5], { channels: 14, stride: 1 }),
  separableCase('one row', [1, 11, 3], { channels: 9, stride: 1 }),
  separableCase('odd sizes, stride 2', [9, 11, 5], { channels: 6, stride: 2 }),
  separableCase('skip with fewer channels', [6, 10, 42], { channels: 45, stride: 1, skip: 'identity' }),
  separableCase('pooled skip', [12, 8, 6], { channels: 10, stride: 2, skip: 'max-pool' }),
  separableCase('pooled skip, lanes of a quad without channels', [12, 8, 6], {
    channels: 18,
    stride: 2,
    skip: 'max-pool',
  }),
  separableCase('more than one set of quads', [3, 6, 5], { channels: 70, stride: 1 }),
  separableCase('384 channels', [3, 2, 384], { channels: 30, stride: 1 }),
]);

describe('separable', () => {
  test('sizes that would need two kinds of padding are refused', () => {
    const layer = separableLayer(1, { channels: 1, stride: 2 }, (length) => new Float32Array(length));
    const input = { height: 4, width: 5, channels: 1 };
    const output = { height: 2, width: 3, channels: 1 };
    expect(() => separableParameters(layer, 1, { input, output, skip: undefined })).toThrow(
      'both even or both odd',
    );
  });
});
