/**
 * mini-Xception as data: grey 64x64 in [-1, 1] to two logits `[woman, man]`.
 * Source: O. Arriaga, P. Plöger, M. Valdenegro, "Real-time Convolutional Neural Networks for Emotion and Gender Classification", 2017.
 */
import type { ConvWeights } from '../engine/kernels/conv/conv.reference.ts';
import type { SeparableWeights } from '../engine/kernels/separable/separable.reference.ts';
import { NETWORK_INPUT, type Layer, type Network } from '../engine/network.ts';
import { foldBatchNorm, scaleOutputChannels, type FoldedNorm } from './batch-norm.ts';

/** Gives the tensor of a name, checked against the shape that the network needs. */
export type TensorOf = (name: string, shape: readonly number[]) => Float32Array;

/** Side of the square input in model pixels. */
export const MINI_XCEPTION_SIZE = 64;

/** Name of the layer that holds the logits. */
export const MINI_XCEPTION_LOGITS = 'logits';

const MODULE_CHANNELS = [16, 32, 64, 128];
const STEM_CHANNELS = 8;
const CLASSES = 2;

/** Reads weights with the batch norm behind them folded in. */
interface FoldedWeights {
  readonly conv: (kernel: string, shape: readonly number[], norm: string) => ConvWeights;
  readonly separable: (name: string, inChannels: number, channels: number) => SeparableWeights;
}

function foldedWeights(tensorOf: TensorOf, epsilon: number): FoldedWeights {
  const norm = (name: string, channels: number): FoldedNorm => {
    const part = (key: string): Float32Array => tensorOf(`${name}/${key}`, [channels]);
    const [gamma, beta, mean, variance] = [part('gamma'), part('beta'), part('mean'), part('variance')];
    return foldBatchNorm({ gamma, beta, mean, variance }, epsilon);
  };
  return {
    conv(kernel, shape, normName) {
      const { scale, shift } = norm(normName, shape.at(-1) ?? 0);
      return { kernel: scaleOutputChannels(tensorOf(kernel, shape), scale), bias: shift };
    },
    separable(name, inChannels, channels) {
      const { scale, shift } = norm(`${name}/norm`, channels);
      const pointwise = tensorOf(`${name}/pointwise`, [1, 1, inChannels, channels]);
      return {
        depthwise: tensorOf(`${name}/depthwise`, [3, 3, inChannels, 1]),
        pointwise: scaleOutputChannels(pointwise, scale),
        bias: shift,
      };
    },
  };
}

const CONV_3X3 = { op: 'conv', kernelSize: 3, stride: 1 } as const;

/** Two 3x3 convolutions without padding: 64x64 becomes 60x60. */
function stem({ conv }: FoldedWeights): Layer[] {
  const common = { ...CONV_3X3, channels: STEM_CHANNELS, padding: 'valid', relu: true } as const;
  const first = conv('stem/conv1/kernel', [3, 3, 1, STEM_CHANNELS], 'stem/norm1');
  const second = conv('stem/conv2/kernel', [3, 3, STEM_CHANNELS, STEM_CHANNELS], 'stem/norm2');
  return [
    { ...common, name: 'stem1', input: NETWORK_INPUT, weights: first },
    { ...common, name: 'stem2', input: 'stem1', weights: second },
  ];
}

/** Two separable convolutions, pooled, plus a 1x1 convolution of the module's input: half the side. */
function xceptionModule({ conv, separable }: FoldedWeights, index: number): Layer[] {
  const name = `module${index + 1}`;
  const input = index === 0 ? 'stem2' : `module${index}`;
  const inChannels = MODULE_CHANNELS[index - 1] ?? STEM_CHANNELS;
  const channels = MODULE_CHANNELS[index] ?? 0;
  const first = separable(`${name}/separable1`, inChannels, channels);
  const second = separable(`${name}/separable2`, channels, channels);
  const shape = [1, 1, inChannels, channels];
  const residual = conv(`${name}/residual/kernel`, shape, `${name}/residual/norm`);
  const common = { op: 'separable', channels, stride: 1 } as const;
  return [
    { ...common, name: `${name}a`, input, relu: true, weights: first },
    { ...common, name: `${name}b`, input: `${name}a`, relu: false, weights: second },
    { op: 'pool-residual', name, input: `${name}b`, residual: input, weights: residual },
  ];
}

/** A 3x3 convolution to the classes, averaged over all pixels. */
function head(tensorOf: TensorOf): Layer[] {
  const weights: ConvWeights = {
    kernel: tensorOf('head/kernel', [3, 3, MODULE_CHANNELS.at(-1) ?? 0, CLASSES]),
    bias: tensorOf('head/bias', [CLASSES]),
  };
  const facts = { ...CONV_3X3, channels: CLASSES, padding: 'same', relu: false } as const;
  return [
    { ...facts, name: 'head', input: `module${MODULE_CHANNELS.length}`, weights },
    { op: 'average', name: MINI_XCEPTION_LOGITS, input: 'head' },
  ];
}

/** Reads all weights through `tensorOf`, folding batch norms with `epsilon`. */
export function miniXception(tensorOf: TensorOf, epsilon: number): Network {
  const weights = foldedWeights(tensorOf, epsilon);
  const modules = MODULE_CHANNELS.flatMap((_, index) => xceptionModule(weights, index));
  return {
    name: 'mini-xception',
    input: { height: MINI_XCEPTION_SIZE, width: MINI_XCEPTION_SIZE, channels: 1 },
    layers: [...stem(weights), ...modules, ...head(tensorOf)],
    outputs: [MINI_XCEPTION_LOGITS],
  };
}
