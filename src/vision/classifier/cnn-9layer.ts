/**
 * The plain 9-layer CNN as data: RGB 48x48 in [-1, 1] to two logits `[woman, man]`; slower than mini-Xception and the larger of the two.
 * Source: the fully convolutional network of O. Arriaga, P. Plöger, M. Valdenegro, "Real-time Convolutional Neural Networks for Emotion and
 * Gender Classification", 2017 (`simple_CNN`).
 */
import { NETWORK_INPUT, type Layer, type Network } from '../engine/network.ts';
import type { TensorOf } from '../weights/tensor.ts';
import { foldedWeights, type FoldedWeights } from './folded-weights.ts';

/** Side of the square input in model pixels. */
const CNN_SIZE = 48;

const INPUT_CHANNELS = 3;
const BLOCKS = [
  { channels: 16, kernelSize: 7 },
  { channels: 32, kernelSize: 5 },
  { channels: 64, kernelSize: 3 },
  { channels: 128, kernelSize: 3 },
];
const TAIL_CHANNELS = 256;
const CLASSES = 2;

/** Name of the layer that holds the logits. */
const LOGITS = 'logits';

/** Two convolutions without anything between them, ReLU, 2x2 average: half the side. */
function block({ biasedConv }: FoldedWeights, index: number): Layer[] {
  const name = `block${index + 1}`;
  const input = index === 0 ? NETWORK_INPUT : `block${index}`;
  const inChannels = BLOCKS[index - 1]?.channels ?? INPUT_CHANNELS;
  const { channels, kernelSize } = BLOCKS[index] ?? { channels: 0, kernelSize: 0 };
  const [size, inner] = [[kernelSize, kernelSize], `${name}a`];
  const first = biasedConv(`${name}/conv1`, [...size, inChannels, channels], `${name}/norm1`);
  const second = biasedConv(`${name}/conv2`, [...size, channels, channels], `${name}/norm2`);
  const facts = { channels, kernelSize };
  return [
    { op: 'conv', name: inner, input, ...facts, stride: 1, padding: 'same', relu: false, weights: first },
    { op: 'conv-pool', name, input: inner, ...facts, weights: second },
  ];
}

/** A 3x3 convolution without activation, and one to the classes, averaged over all pixels. */
function end({ biasedConv }: FoldedWeights, tensorOf: TensorOf): Layer[] {
  const kernelSize = 3;
  const inChannels = BLOCKS.at(-1)?.channels ?? 0;
  const shape = [kernelSize, kernelSize, inChannels, TAIL_CHANNELS];
  const kernel = tensorOf('head/kernel', [kernelSize, kernelSize, TAIL_CHANNELS, CLASSES]);
  return [
    {
      op: 'conv',
      name: 'tail',
      input: `block${BLOCKS.length}`,
      channels: TAIL_CHANNELS,
      kernelSize,
      stride: 1,
      padding: 'same',
      relu: false,
      weights: biasedConv('tail/conv', shape, 'tail/norm'),
    },
    {
      op: 'conv-average',
      name: LOGITS,
      input: 'tail',
      channels: CLASSES,
      kernelSize,
      weights: { kernel, bias: tensorOf('head/bias', [CLASSES]) },
    },
  ];
}

/** Reads all weights through `tensorOf`, folding batch norms with `epsilon`. */
export function cnn9Layer(tensorOf: TensorOf, epsilon: number): Network {
  const weights = foldedWeights(tensorOf, epsilon);
  return {
    name: 'cnn-9layer',
    input: { height: CNN_SIZE, width: CNN_SIZE, channels: INPUT_CHANNELS },
    layers: [...BLOCKS.flatMap((_, index) => block(weights, index)), ...end(weights, tensorOf)],
    outputs: [LOGITS],
  };
}
