/**
 * mini-Xception as data: grey 64x64 in [-1, 1] to two logits `[woman, man]`.
 * Source: O. Arriaga, P. Plöger, M. Valdenegro, "Real-time Convolutional Neural Networks for Emotion and Gender Classification", 2017.
 */
import type { ConvWeights } from '../engine/kernels/conv/conv.reference.ts';
import { NETWORK_INPUT, type Layer, type Network } from '../engine/network.ts';
import type { TensorOf } from '../weights/tensor.ts';
import { foldedWeights, type FoldedWeights } from './folded-weights.ts';

/** Side of the square input in model pixels. */
export const MINI_XCEPTION_SIZE = 64;

/** Name of the layer that holds the logits. */
export const MINI_XCEPTION_LOGITS = 'logits';

const MODULE_CHANNELS = [16, 32, 64, 128];
const STEM_CHANNELS = 8;
const CLASSES = 2;

/** Two 3x3 convolutions without padding: 64x64 becomes 60x60. */
function stem({ conv }: FoldedWeights): Layer {
  const first = conv('stem/conv1', [3, 3, 1, STEM_CHANNELS], 'stem/norm1');
  const second = conv('stem/conv2', [3, 3, STEM_CHANNELS, STEM_CHANNELS], 'stem/norm2');
  const weights = { first, second };
  return { op: 'grey-stem', name: 'stem', input: NETWORK_INPUT, channels: STEM_CHANNELS, weights };
}

/** Two separable convolutions, pooled, plus a 1x1 convolution of the module's input: half the side. */
function xceptionModule({ conv, separable }: FoldedWeights, index: number): Layer[] {
  const name = `module${index + 1}`;
  const input = index === 0 ? 'stem' : `module${index}`;
  const inChannels = MODULE_CHANNELS[index - 1] ?? STEM_CHANNELS;
  const channels = MODULE_CHANNELS[index] ?? 0;
  const first = separable(`${name}/separable1`, inChannels, channels);
  const second = separable(`${name}/separable2`, channels, channels);
  const shape = [1, 1, inChannels, channels];
  const residual = conv(`${name}/residual`, shape, `${name}/residual/norm`);
  const inner = `${name}a`;
  return [
    { op: 'separable', name: inner, input, channels, stride: 1, relu: true, weights: first },
    {
      op: 'separable-pool',
      name,
      input: inner,
      residual: input,
      channels,
      weights: { main: second, residual },
    },
  ];
}

/** A 3x3 convolution to the classes, averaged over all pixels. */
function head(tensorOf: TensorOf): Layer {
  const weights: ConvWeights = {
    kernel: tensorOf('head/kernel', [3, 3, MODULE_CHANNELS.at(-1) ?? 0, CLASSES]),
    bias: tensorOf('head/bias', [CLASSES]),
  };
  const input = `module${MODULE_CHANNELS.length}`;
  return { op: 'conv-average', name: MINI_XCEPTION_LOGITS, input, channels: CLASSES, kernelSize: 3, weights };
}

/** Reads all weights through `tensorOf`, folding batch norms with `epsilon`. */
export function miniXception(tensorOf: TensorOf, epsilon: number): Network {
  const weights = foldedWeights(tensorOf, epsilon);
  const modules = MODULE_CHANNELS.flatMap((_, index) => xceptionModule(weights, index));
  return {
    name: 'mini-xception',
    input: { height: MINI_XCEPTION_SIZE, width: MINI_XCEPTION_SIZE, channels: 1 },
    layers: [stem(weights), ...modules, head(tensorOf)],
    outputs: [MINI_XCEPTION_LOGITS],
  };
}
