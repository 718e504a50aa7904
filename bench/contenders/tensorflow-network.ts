/** TensorFlow.js on a network as data, with its fused kernels, and with weights that were uploaded before. */
import * as tf from '@tensorflow/tfjs-core';
import { NETWORK_INPUT, type Layer, type SeparableLayer } from '../../src/vision/engine/network.ts';
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

function readySeparable(upload: Upload, layer: SeparableLayer): ReadyLayer {
  const { depthwise, pointwise, bias } = layer.weights;
  const inChannels = depthwise.length / 9;
  const filter = upload(tf.tensor4d(depthwise, [3, 3, inChannels, 1]));
  const convolve = fusedConv(upload, { kernel: pointwise, bias }, 1);
  const { skip } = layer;
  return (activations) => {
    const filtered = tf.depthwiseConv2d(activationOf(activations, layer.input), filter, layer.stride, 'same');
    if (skip === undefined) return convolve(filtered, 1, 'same', layer.relu ? 'relu' : 'linear');
    const sum = convolve(filtered, 1, 'same', 'linear');
    const source = activationOf(activations, skip.input);
    const reduced = skip.mode === 'max-pool' ? tf.maxPool(source, 2, 2, 'same') : source;
    const missing = bias.length - reduced.shape[3];
    const padded =
      missing === 0
        ? reduced
        : tf.pad4d(reduced, [
            [0, 0],
            [0, 0],
            [0, 0],
            [0, missing],
          ]);
    const added: tf.Tensor4D = tf.add(sum, padded);
    return layer.relu ? tf.relu(added) : added;
  };
}

function readyLayer(upload: Upload, layer: Layer): ReadyLayer {
  switch (layer.op) {
    case 'conv': {
      const convolve = fusedConv(upload, layer.weights, layer.kernelSize);
      const { stride, padding, input } = layer;
      const activation = layer.relu ? 'relu' : 'linear';
      return (activations) => convolve(activationOf(activations, input), stride, padding, activation);
    }
    case 'separable':
      return readySeparable(upload, layer);
    case 'lateral': {
      const convolve = fusedConv(upload, layer.weights, 1);
      return (activations) => {
        const fine = convolve(activationOf(activations, layer.input), 1, 'same', 'relu');
        const [, height, width] = fine.shape;
        const coarse = activationOf(activations, layer.coarse);
        return tf.add(fine, tf.image.resizeBilinear(coarse, [height, width], false, true));
      };
    }
    case 'pool-residual': {
      const convolve = fusedConv(upload, layer.weights, 1);
      return (activations) => {
        const added = convolve(activationOf(activations, layer.residual), 2, 'same', 'linear');
        return tf.add(tf.maxPool(activationOf(activations, layer.input), 3, 2, 'same'), added);
      };
    }
    case 'average':
      return (activations) => tf.mean(activationOf(activations, layer.input), [1, 2], true);
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
