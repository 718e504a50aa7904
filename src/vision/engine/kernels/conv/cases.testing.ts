/** Convolutions as cases for the kernels that compute them. */
import type { ConvGradientLayer } from '../../gradient-layers.ts';
import { NETWORK_INPUT, type ConvLayer } from '../../network.ts';
import { OUT, type LayerCase } from '../layers.testing.ts';

/** A convolution with bias. */
export function convCase(
  name: string,
  input: LayerCase['input'],
  facts: Pick<ConvLayer, 'channels' | 'kernelSize' | 'stride' | 'padding' | 'relu'>,
): LayerCase {
  const taps = facts.kernelSize ** 2 * input[2];
  return {
    name: `conv, ${name}`,
    input,
    reductionLength: taps,
    layers: (random) => [
      {
        op: 'conv',
        name: OUT,
        input: NETWORK_INPUT,
        ...facts,
        weights: { kernel: random(taps * facts.channels), bias: random(facts.channels) },
      },
    ],
  };
}

/** The way back through a convolution: weights that are turned round, and no bias. */
export function convGradientCase(
  name: string,
  input: LayerCase['input'],
  facts: Pick<ConvGradientLayer, 'channels' | 'kernelSize' | 'padding'>,
): LayerCase {
  const taps = facts.kernelSize ** 2 * input[2];
  return {
    name: `conv-gradient, ${name}`,
    input,
    reductionLength: taps,
    layers: (random) => [
      {
        op: 'conv-gradient',
        name: OUT,
        input: NETWORK_INPUT,
        ...facts,
        kernel: random(taps * facts.channels),
      },
    ],
  };
}
