/** TensorFlow.js on a network as data, with its fused kernels, and with weights that were uploaded before. */
import * as tf from '@tensorflow/tfjs-core';
import type { SeparableWeights } from '../../src/vision/engine/kernels/separable/separable.reference.ts';
import {
  NETWORK_INPUT,
  type LateralLayer,
  type Layer,
  type SeparableLayer,
} from '../../src/vision/engine/network.ts';
import type { Contender, PreparedContender } from '../measure/contender.ts';
import type { NetworkAnswer, NetworkTask } from './networks.ts';

type Activations = Map<string, tf.Tensor4D>;
type Activation = 'relu' | 'linear';

/** A layer with its weights on the backend. */
type ReadyLayer = (activations: Activations) => tf.Tensor4D;

function activationOf(activations: Activations, name: string): tf.Tensor4D {
  const found = activations.get(name);
  if (found === undefined) throw new Error(`${name} has not been computed`);
  return found;
}

/** Puts weights onto the backend and remembers them. */
type Upload = <T extends tf.Tensor>(tensor: T) => T;

/** A convolution with its bias and activation in one kernel. */
function fusedConv(
  upload: Upload,
  { kernel, bias }: { readonly kernel: Float32Array; readonly bias: Float32Array },
  kernelSize: number,
): (x: tf.Tensor4D, strides: 1 | 2, pad: 'same' | 'valid', activation: Activation) => tf.Tensor4D {
  const channels = bias.length;
  const inChannels = kernel.length / (kernelSize * kernelSize * channels);
  const filter = upload(tf.tensor4d(kernel, [kernelSize, kernelSize, inChannels, channels]));
  const added = upload(tf.tensor1d(bias));
  return (x, strides, pad, activation) =>
    tf.fused.conv2d({ x, filter, strides, pad, bias: added, activation });
}

/** Depthwise and pointwise, without an activation between them. */
function separable(
  upload: Upload,
  { depthwise, pointwise, bias }: SeparableWeights,
): (x: tf.Tensor4D, stride: 1 | 2, activation: Activation) => tf.Tensor4D {
  const filter = upload(tf.tensor4d(depthwise, [3, 3, depthwise.length / 9, 1]));
  const convolve = fusedConv(upload, { kernel: pointwise, bias }, 1);
  return (x, stride, activation) =>
    convolve(tf.depthwiseConv2d(x, filter, stride, 'same'), 1, 'same', activation);
}

function padChannels(x: tf.Tensor4D, channels: number): tf.Tensor4D {
  const missing = channels - x.shape[3];
  return missing === 0 ? x : tf.pad4d(x, [[0, 0], [0, 0], [0, 0], [0, missing]]); // prettier-ignore
}

function readySeparable(upload: Upload, layer: SeparableLayer): ReadyLayer {
  const mix = separable(upload, layer.weights);
  const { input, skip, stride, channels } = layer;
  const activation = layer.relu ? 'relu' : 'linear';
  return (activations) => {
    const x = activationOf(activations, input);
    if (skip === undefined) return mix(x, stride, activation);
    const source = activationOf(activations, skip.input);
    const reduced = skip.mode === 'max-pool' ? tf.maxPool(source, 2, 2, 'same') : source;
    const sum: tf.Tensor4D = tf.add(mix(x, stride, 'linear'), padChannels(reduced, channels));
    return layer.relu ? tf.relu(sum) : sum;
  };
}

function readyLateral(upload: Upload, layer: LateralLayer): ReadyLayer {
  const convolve = fusedConv(upload, layer.weights, 1);
  return (activations) => {
    const fine = convolve(activationOf(activations, layer.input), 1, 'same', 'relu');
    const [, height, width] = fine.shape;
    const coarse = activationOf(activations, layer.coarse);
    return tf.add(fine, tf.image.resizeBilinear(coarse, [height, width], false, true));
  };
}

function readyLayer(upload: Upload, layer: Layer): ReadyLayer {
  const inputOf = (activations: Activations): tf.Tensor4D => activationOf(activations, layer.input);
  switch (layer.op) {
    case 'conv': {
      const convolve = fusedConv(upload, layer.weights, layer.kernelSize);
      const activation = layer.relu ? 'relu' : 'linear';
      return (activations) => convolve(inputOf(activations), layer.stride, layer.padding, activation);
    }
    case 'separable':
      return readySeparable(upload, layer);
    case 'lateral':
      return readyLateral(upload, layer);
    case 'grey-stem': {
      const [first, second] = [
        fusedConv(upload, layer.weights.first, 3),
        fusedConv(upload, layer.weights.second, 3),
      ];
      return (activations) => second(first(inputOf(activations), 1, 'valid', 'relu'), 1, 'valid', 'relu');
    }
    case 'separable-pool': {
      const main = separable(upload, layer.weights.main);
      const residual = fusedConv(upload, layer.weights.residual, 1);
      return (activations) => {
        const added = residual(activationOf(activations, layer.residual), 2, 'same', 'linear');
        return tf.add(tf.maxPool(main(inputOf(activations), 1, 'linear'), 3, 2, 'same'), added);
      };
    }
    case 'conv-average': {
      const convolve = fusedConv(upload, layer.weights, layer.kernelSize);
      return (activations) => tf.mean(convolve(inputOf(activations), 1, 'same', 'linear'), [1, 2], true);
    }
  }
}

async function useBackend(backend: string): Promise<void> {
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js cannot start its backend ${backend}`);
  await tf.ready();
}

async function prepareTensorflow(
  backend: string,
  { network, batch, input, answerOf }: NetworkTask,
): Promise<PreparedContender<NetworkAnswer>> {
  await useBackend(backend);
  const weights: tf.Tensor[] = [];
  const upload: Upload = (tensor) => {
    weights.push(tensor);
    return tensor;
  };
  const layers = network.layers.map((layer) => ({ name: layer.name, compute: readyLayer(upload, layer) }));
  const { height, width, channels } = network.input;
  const compute = (): tf.Tensor4D[] => {
    const activations: Activations = new Map([
      [NETWORK_INPUT, tf.tensor4d(input, [batch, height, width, channels])],
    ]);
    for (const layer of layers) activations.set(layer.name, layer.compute(activations));
    return network.outputs.map((name) => activationOf(activations, name));
  };
  return {
    async run() {
      // Backends share one registry, and contenders take turns.
      await useBackend(backend);
      const outputs = tf.tidy(compute);
      const values = await Promise.all(outputs.map((output) => output.data<'float32'>()));
      outputs.forEach((output) => output.dispose());
      return answerOf(
        new Map(network.outputs.map((name, index) => [name, values[index] ?? new Float32Array()])),
      );
    },
    dispose: () => weights.forEach((tensor) => tensor.dispose()),
  };
}

/** TensorFlow.js on one of its backends, which the caller has registered. */
export function tensorflowOnNetwork(backend: 'webgpu' | 'wasm', task: NetworkTask): Contender<NetworkAnswer> {
  return {
    name: `tensorflow.js ${backend}`,
    webgpu: backend === 'webgpu',
    prepare: () => prepareTensorflow(backend, task),
  };
}
