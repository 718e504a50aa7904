/** The one place between our networks-as-data and TensorFlow.js: each layer becomes the kernels that compute it. */
import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import type { ConvWeights } from '../engine/kernels/conv/conv.reference.ts';
import type { SeparableWeights } from '../engine/kernels/separable/separable.reference.ts';
import type {
  GreyStemLayer,
  LateralLayer,
  Layer,
  SeparableLayer,
  SeparablePoolLayer,
} from '../engine/network.ts';

/** The activation of a layer, or of the input, by its name. */
export type ActivationOf = (name: string) => Tensor;

/** What a layer does with its activations, its weights being on the backend. */
export type Compute = (activationOf: ActivationOf) => Tensor;

/** Puts weights on the backend. */
export type Upload = (values: Float32Array, shape: readonly number[]) => Tensor;

/** TensorFlow.js's own names of the kernels; these and no others are registered (`backends/`). */
function runKernel(name: string, inputs: NamedTensorMap, attributes: NamedAttrMap = {}): Tensor {
  const output = engine().runKernel(name, inputs, attributes);
  if (Array.isArray(output)) throw new Error(`${name} gave several outputs`);
  return output;
}

const CONV_ATTRIBUTES = { dilations: [1, 1], dataFormat: 'NHWC', leakyreluAlpha: 0 };

interface ConvFacts {
  readonly kernelSize: number;
  readonly stride: 1 | 2;
  readonly padding: 'same' | 'valid';
  readonly relu: boolean;
}

/** Convolution, bias and activation in one kernel. */
function convolution(
  upload: Upload,
  { kernel, bias }: ConvWeights,
  { kernelSize, stride, padding, relu }: ConvFacts,
): (x: Tensor) => Tensor {
  const inChannels = kernel.length / (kernelSize * kernelSize * bias.length);
  const inputs = {
    filter: upload(kernel, [kernelSize, kernelSize, inChannels, bias.length]),
    bias: upload(bias, [bias.length]),
  };
  const attributes = {
    ...CONV_ATTRIBUTES,
    strides: [stride, stride],
    pad: padding,
    activation: relu ? 'relu' : 'linear',
  };
  return (x) => runKernel('FusedConv2D', { x, ...inputs }, attributes);
}

const POINTWISE = { kernelSize: 1, stride: 1, padding: 'same' } as const;

function add(a: Tensor, b: Tensor): Tensor {
  return runKernel('Add', { a, b });
}

function maxPool(x: Tensor, size: number): Tensor {
  const attributes = { filterSize: [size, size], strides: [2, 2], pad: 'same' };
  return runKernel('MaxPool', { x }, attributes);
}

/** Means of each 2x2. */
function averagePool(x: Tensor): Tensor {
  return runKernel('AvgPool', { x }, { filterSize: [2, 2], strides: [2, 2], pad: 'valid' });
}

/** Fills a skip's missing channels with zeros. */
function padChannels(x: Tensor, channels: number): Tensor {
  const missing = channels - (x.shape[3] ?? 0);
  if (missing === 0) return x;
  const paddings = [[0, 0], [0, 0], [0, 0], [0, missing]]; // prettier-ignore
  return runKernel('PadV2', { x }, { paddings, constantValue: 0 } as unknown as NamedAttrMap);
}

/** Depthwise 3x3 and pointwise with bias. */
function depthwiseSeparable(
  upload: Upload,
  { depthwise, pointwise, bias }: SeparableWeights,
  { stride, relu }: { readonly stride: 1 | 2; readonly relu: boolean },
): (x: Tensor) => Tensor {
  const filter = upload(depthwise, [3, 3, depthwise.length / 9, 1]);
  const attributes = { ...CONV_ATTRIBUTES, strides: [stride, stride], pad: 'same' };
  const mix = convolution(upload, { kernel: pointwise, bias }, { ...POINTWISE, relu });
  return (x) => mix(runKernel('DepthwiseConv2dNative', { x, filter }, attributes));
}

function separable(
  upload: Upload,
  { input, skip, stride, relu, channels, weights }: SeparableLayer,
): Compute {
  const separate = depthwiseSeparable(upload, weights, { stride, relu: relu && skip === undefined });
  return (activationOf) => {
    const sum = separate(activationOf(input));
    if (skip === undefined) return sum;
    const whole = activationOf(skip.input);
    const x = add(sum, padChannels(skip.mode === 'max-pool' ? maxPool(whole, 2) : whole, channels));
    return relu ? runKernel('Relu', { x }) : x;
  };
}

function lateral(upload: Upload, { input, coarse, weights }: LateralLayer): Compute {
  const fine = convolution(upload, weights, { ...POINTWISE, relu: true });
  return (activationOf) => {
    const x = activationOf(input);
    const enlarge = { size: x.shape.slice(1, 3), alignCorners: false, halfPixelCenters: true };
    return add(fine(x), runKernel('ResizeBilinear', { images: activationOf(coarse) }, enlarge));
  };
}

function greyStem(upload: Upload, { input, weights: { first, second } }: GreyStemLayer): Compute {
  const valid = { kernelSize: 3, stride: 1, padding: 'valid', relu: true } as const;
  const [start, end] = [convolution(upload, first, valid), convolution(upload, second, valid)];
  return (activationOf) => end(start(activationOf(input)));
}

function separablePool(upload: Upload, { input, residual, weights }: SeparablePoolLayer): Compute {
  const separate = depthwiseSeparable(upload, weights.main, { stride: 1, relu: false });
  const facts = { kernelSize: 1, stride: 2, padding: 'same', relu: false } as const;
  const reduce = convolution(upload, weights.residual, facts);
  return (activationOf) => add(maxPool(separate(activationOf(input)), 3), reduce(activationOf(residual)));
}

/** Puts a layer's weights on the backend; gives what computes it. */
export function compileLayer(upload: Upload, layer: Layer): Compute {
  switch (layer.op) {
    case 'conv': {
      const conv = convolution(upload, layer.weights, layer);
      return (activationOf) => conv(activationOf(layer.input));
    }
    case 'conv-pool': {
      const conv = convolution(upload, layer.weights, { ...layer, stride: 1, padding: 'same', relu: true });
      return (activationOf) => averagePool(conv(activationOf(layer.input)));
    }
    case 'separable':
      return separable(upload, layer);
    case 'lateral':
      return lateral(upload, layer);
    case 'grey-stem':
      return greyStem(upload, layer);
    case 'separable-pool':
      return separablePool(upload, layer);
    case 'conv-average': {
      const facts = { kernelSize: layer.kernelSize, stride: 1, padding: 'same', relu: false } as const;
      const conv = convolution(upload, layer.weights, facts);
      return (activationOf) =>
        runKernel('Mean', { x: conv(activationOf(layer.input)) }, { axis: [1, 2], keepDims: true });
    }
  }
}
