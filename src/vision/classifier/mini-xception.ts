/**
 * mini-Xception as data: grey 64x64 in [-1, 1] to two logits `[woman, man]`.
 * Source: O. Arriaga, P. Plöger, M. Valdenegro, "Real-time Convolutional Neural Networks for Emotion and Gender Classification", 2017.
 */
import type { ConvWeights } from '../engine/kernels/conv/conv.reference.ts';
import type { SeparableWeights } from '../engine/kernels/separable/separable.reference.ts';
import { NETWORK_INPUT, type Layer, type Network } from '../engine/network.ts';
import { foldBatchNorm, scaleOutputChannels } from './batch-norm.ts';

/** Gives the tensor of a name, checked against the shape that the network needs. */
export type TensorOf = (name: string, shape: readonly number[]) => Float32Array;

/** Side of the square input in model pixels. */
export const MINI_XCEPTION_SIZE = 64;

/** Name of the layer that holds the logits. */
export const MINI_XCEPTION_LOGITS = 'logits';

const MODULE_CHANNELS = [16, 32, 64, 128];
const STEM_CHANNELS = 8;
const CLASSES = 2;

/** Reads all weights through `tensorOf`, folding batch norms with `epsilon`. */
export function miniXception(tensorOf: TensorOf, epsilon: number): Network {
  const norm = (name: string, channels: number): ReturnType<typeof foldBatchNorm> => {
    const part = (key: string): Float32Array => tensorOf(`${name}/${key}`, [channels]);
    const norms = {
      gamma: part('gamma'),
      beta: part('beta'),
      mean: part('mean'),
      variance: part('variance'),
    };
    return foldBatchNorm(norms, epsilon);
  };
  const normedConv = (kernel: string, shape: readonly number[], normName: string): ConvWeights => {
    const { scale, shift } = norm(normName, shape.at(-1) ?? 0);
    return { kernel: scaleOutputChannels(tensorOf(kernel, shape), scale), bias: shift };
  };
  const separable = (name: string, inChannels: number, channels: number): SeparableWeights => {
    const { scale, shift } = norm(`${name}/norm`, channels);
    const pointwise = tensorOf(`${name}/pointwise`, [1, 1, inChannels, channels]);
    return {
      depthwise: tensorOf(`${name}/depthwise`, [3, 3, inChannels, 1]),
      pointwise: scaleOutputChannels(pointwise, scale),
      bias: shift,
    };
  };

  const module = (index: number): Layer[] => {
    const name = `module${index + 1}`;
    const input = index === 0 ? 'stem2' : `module${index}`;
    const inChannels = MODULE_CHANNELS[index - 1] ?? STEM_CHANNELS;
    const channels = MODULE_CHANNELS[index] ?? 0;
    const first = separable(`${name}/separable1`, inChannels, channels);
    const second = separable(`${name}/separable2`, channels, channels);
    const residual = normedConv(
      `${name}/residual/kernel`,
      [1, 1, inChannels, channels],
      `${name}/residual/norm`,
    );
    const common = { op: 'separable', channels, stride: 1 } as const;
    return [
      { ...common, name: `${name}a`, input, relu: true, weights: first },
      { ...common, name: `${name}b`, input: `${name}a`, relu: false, weights: second },
      { op: 'pool-residual', name, input: `${name}b`, residual: input, weights: residual },
    ];
  };

  const stem = {
    op: 'conv',
    channels: STEM_CHANNELS,
    kernelSize: 3,
    stride: 1,
    padding: 'valid',
    relu: true,
  } as const;
  const stem1 = normedConv('stem/conv1/kernel', [3, 3, 1, STEM_CHANNELS], 'stem/norm1');
  const stem2 = normedConv('stem/conv2/kernel', [3, 3, STEM_CHANNELS, STEM_CHANNELS], 'stem/norm2');
  const head: ConvWeights = {
    kernel: tensorOf('head/kernel', [3, 3, MODULE_CHANNELS.at(-1) ?? 0, CLASSES]),
    bias: tensorOf('head/bias', [CLASSES]),
  };
  return {
    name: 'mini-xception',
    input: { height: MINI_XCEPTION_SIZE, width: MINI_XCEPTION_SIZE, channels: 1 },
    layers: [
      { ...stem, name: 'stem1', input: NETWORK_INPUT, weights: stem1 },
      { ...stem, name: 'stem2', input: 'stem1', weights: stem2 },
      ...MODULE_CHANNELS.flatMap((_, index) => module(index)),
      {
        ...stem,
        name: 'head',
        input: 'module4',
        channels: CLASSES,
        padding: 'same',
        relu: false,
        weights: head,
      },
      { op: 'average', name: MINI_XCEPTION_LOGITS, input: 'head' },
    ],
    outputs: [MINI_XCEPTION_LOGITS],
  };
}
