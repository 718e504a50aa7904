/**
 * A network run by TensorFlow.js: an implementation by other people, on the CPU. It shares nothing with the kernels and their twins but
 * the network itself: TensorFlow.js works out sizes and padding on its own.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import type { GradientTarget } from './gradient-layers.ts';
import type { SeparableWeights } from './kernels/separable/separable.reference.ts';
import {
  NETWORK_INPUT,
  type ConvAverageLayer,
  type ConvPoolLayer,
  type Layer,
  type Network,
  type SeparableLayer,
} from './network.ts';

type Activation = tf.Tensor4D;

/** A ReLU; guided backpropagation needs one with a gradient of its own. */
type Relu = (input: Activation) => Activation;

const plainRelu: Relu = (input) => tf.relu(input);

function convolve(
  input: Activation,
  { kernel, bias }: { readonly kernel: Float32Array; readonly bias: Float32Array },
  kernelSize: number,
  options: { readonly stride: 1 | 2; readonly padding: 'same' | 'valid' },
): Activation {
  const [, , , inChannels] = input.shape;
  const filter = tf.tensor4d(kernel, [kernelSize, kernelSize, inChannels, bias.length]);
  return tf.add(tf.conv2d(input, filter, options.stride, options.padding), tf.tensor1d(bias));
}

function separate(
  { depthwise, pointwise, bias }: SeparableWeights,
  stride: 1 | 2,
  input: Activation,
): Activation {
  const filter = tf.tensor4d(depthwise, [3, 3, input.shape[3], 1]);
  const filtered: Activation = tf.depthwiseConv2d(input, filter, stride, 'same');
  return convolve(filtered, { kernel: pointwise, bias }, 1, { stride: 1, padding: 'same' });
}

function separable(layer: SeparableLayer, input: Activation, skip: Activation | undefined): Activation {
  const sum = separate(layer.weights, layer.stride, input);
  if (skip === undefined) return sum;
  const reduced: Activation = layer.skip?.mode === 'max-pool' ? tf.maxPool(skip, 2, 2, 'same') : skip;
  const missing = layer.channels - reduced.shape[3];
  return tf.add(
    sum,
    tf.pad4d(reduced, [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, missing],
    ]),
  );
}

function convPool({ weights, kernelSize }: ConvPoolLayer, input: Activation, relu: Relu): Activation {
  const rectified = relu(convolve(input, weights, kernelSize, { stride: 1, padding: 'same' }));
  return tf.avgPool(rectified, 2, 2, 'valid');
}

/** The maps whose means are the logits. */
function mapsOf({ weights, kernelSize }: ConvAverageLayer, input: Activation): Activation {
  return convolve(input, weights, kernelSize, { stride: 1, padding: 'same' });
}

function runLayer(
  layer: Layer,
  activation: (name: string) => Activation,
  relu: Relu = plainRelu,
): Activation {
  const input = activation(layer.input);
  switch (layer.op) {
    case 'conv': {
      const sum = convolve(input, layer.weights, layer.kernelSize, layer);
      return layer.relu ? relu(sum) : sum;
    }
    case 'conv-pool':
      return convPool(layer, input, relu);
    case 'separable': {
      const skip = layer.skip === undefined ? undefined : activation(layer.skip.input);
      const sum = separable(layer, input, skip);
      return layer.relu ? relu(sum) : sum;
    }
    case 'lateral': {
      const fine = relu(convolve(input, layer.weights, 1, { stride: 1, padding: 'same' }));
      const [, height, width] = input.shape;
      const coarse = tf.image.resizeBilinear(activation(layer.coarse), [height, width], false, true);
      return tf.add(fine, coarse);
    }
    case 'grey-stem': {
      const valid = { stride: 1, padding: 'valid' } as const;
      const middle = relu(convolve(input, layer.weights.first, 3, valid));
      return relu(convolve(middle, layer.weights.second, 3, valid));
    }
    case 'separable-pool': {
      const { main, residual } = layer.weights;
      const added = convolve(activation(layer.residual), residual, 1, { stride: 2, padding: 'same' });
      return tf.add(tf.maxPool(separate(main, 1, input), 3, 2, 'same'), added);
    }
    case 'conv-average':
      return tf.mean(mapsOf(layer, input), [1, 2], true);
  }
}

/** The network's outputs by name, as `[batch, height, width, channels]` numbers; `input` is `[batch, height, width, channels]`. */
export async function runTensorflow(
  network: Network,
  batch: number,
  input: Float32Array,
): Promise<ReadonlyMap<string, Float32Array>> {
  await tf.setBackend('cpu');
  const results = new Map<string, Float32Array>();
  tf.tidy(() => {
    const { height, width, channels } = network.input;
    const activations = new Map([[NETWORK_INPUT, tf.tensor4d(input, [batch, height, width, channels])]]);
    const activation = (name: string): Activation => {
      const found = activations.get(name);
      if (found === undefined) throw new Error(`${network.name}: ${name} has not been computed`);
      return found;
    };
    for (const layer of network.layers) activations.set(layer.name, runLayer(layer, activation));
    for (const name of network.outputs) results.set(name, Float32Array.from(activation(name).dataSync()));
  });
  return results;
}

/** Guided backpropagation's ReLU, as TensorFlow's users write it: only what is positive both ways passes. */
const guidedRelu: Relu = (input) => {
  const guide: Parameters<typeof tf.customGrad<Activation>>[0] = (x, save) => {
    if (!(x instanceof tf.Tensor) || typeof save !== 'function') throw new Error('a ReLU has one input');
    save([x]);
    const gradFunc = (dy: Activation, [saved = x]: tf.Tensor[]): Activation =>
      tf.mul(tf.mul(dy, tf.step(saved)), tf.step(dy));
    return { value: tf.relu(input), gradFunc };
  };
  return tf.customGrad(guide)(input);
};

/**
 * Gradient of the target with respect to one input, by TensorFlow.js's own differentiation.
 *
 * @param input `[height, width, channels]`
 */
export async function gradientOfTensorflow(
  network: Network,
  input: Float32Array,
  { target, guided }: { readonly target: GradientTarget; readonly guided: boolean },
): Promise<Float32Array> {
  await tf.setBackend('cpu');
  const { height, width, channels } = network.input;
  const explained = (x: tf.Tensor): tf.Tensor => {
    const activations = new Map([[NETWORK_INPUT, tf.reshape<tf.Rank.R4>(x, [1, height, width, channels])]]);
    const activation = (name: string): Activation => {
      const found = activations.get(name);
      if (found === undefined) throw new Error(`${network.name}: ${name} has not been computed`);
      return found;
    };
    for (const layer of network.layers) {
      if (layer.op === 'conv-average') {
        const maps = mapsOf(layer, activation(layer.input));
        return target.kind === 'greatest'
          ? tf.sum(tf.max(maps, 3))
          : tf.mean(tf.slice4d(maps, [0, 0, 0, target.index], [-1, -1, -1, 1]));
      }
      activations.set(layer.name, runLayer(layer, activation, guided ? guidedRelu : plainRelu));
    }
    throw new Error(`${network.name} does not end in a mean of maps`);
  };
  return tf.tidy(() => {
    const gradient = tf.grad(explained)(tf.tensor4d(input, [1, height, width, channels]));
    return Float32Array.from(gradient.dataSync());
  });
}
