/** Networks as data: layers name their inputs; shapes, padding and weights follow from the list. */
import { gradientShape, inputsOfGradient, type GradientLayer } from './gradient-layers.ts';
import type { ConvWeights } from './kernels/conv/conv.reference.ts';
import type { GreyStemWeights } from './kernels/grey-stem/grey-stem.reference.ts';
import type { SeparablePoolWeights } from './kernels/separable-pool/separable-pool.reference.ts';
import type { SeparableWeights } from './kernels/separable/separable.reference.ts';
import type { SkipMode } from './kernels/separable/separable.ts';

/** Height, width and channels of one activation. */
export interface ActivationShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

interface NamedLayer {
  readonly name: string;
  /** Name of the layer, or of the network's input, that this layer reads. */
  readonly input: string;
}

/** Square convolution, TensorFlow's SAME or VALID padding. */
export interface ConvLayer extends NamedLayer {
  readonly op: 'conv';
  readonly channels: number;
  readonly kernelSize: number;
  readonly stride: 1 | 2;
  readonly padding: 'same' | 'valid';
  readonly relu: boolean;
  readonly weights: ConvWeights;
}

/** Square convolution (SAME, stride 1) with ReLU, then the mean of each 2x2; height and width of `input` are even. */
export interface ConvPoolLayer extends NamedLayer {
  readonly op: 'conv-pool';
  readonly channels: number;
  readonly kernelSize: number;
  readonly weights: ConvWeights;
}

/** Depthwise 3x3 (SAME) + pointwise, with an optional skip added before the activation. */
export interface SeparableLayer extends NamedLayer {
  readonly op: 'separable';
  readonly channels: number;
  readonly stride: 1 | 2;
  readonly relu: boolean;
  readonly skip?: { readonly input: string; readonly mode: Exclude<SkipMode, 'none'> };
  readonly weights: SeparableWeights;
}

/** ReLU of a 1x1 convolution of `input`, plus `coarse` enlarged twice, bilinearly: one step of a feature pyramid. */
export interface LateralLayer extends NamedLayer {
  readonly op: 'lateral';
  readonly channels: number;
  readonly coarse: string;
  readonly weights: ConvWeights;
}

/** Two 3x3 convolutions (VALID) with ReLU of a grey picture: the start of mini-Xception. */
export interface GreyStemLayer extends NamedLayer {
  readonly op: 'grey-stem';
  readonly channels: number;
  readonly weights: GreyStemWeights;
}

/** Depthwise 3x3 (SAME) + pointwise, 3x3/2 max-pool (SAME), plus a 1x1/2 convolution of `residual`: the end of an Xception module. */
export interface SeparablePoolLayer extends NamedLayer {
  readonly op: 'separable-pool';
  readonly channels: number;
  readonly residual: string;
  readonly weights: SeparablePoolWeights;
}

/** Mean over all pixels of a square convolution (SAME, stride 1). */
export interface ConvAverageLayer extends NamedLayer {
  readonly op: 'conv-average';
  readonly channels: number;
  readonly kernelSize: number;
  readonly weights: ConvWeights;
}

/** One layer; one dispatch. */
export type Layer =
  | ConvLayer
  | ConvPoolLayer
  | SeparableLayer
  | LateralLayer
  | GreyStemLayer
  | SeparablePoolLayer
  | ConvAverageLayer;

/** A layer of a network that may compute a gradient too. */
export type AnyLayer = Layer | GradientLayer;

/** A network: its input's shape, its layers in order of execution, and the names of the layers that are its results. */
export interface Network<L extends AnyLayer = Layer> {
  readonly name: string;
  readonly input: ActivationShape;
  readonly layers: readonly L[];
  readonly outputs: readonly string[];
}

/** The name by which layers refer to a network's input. */
export const NETWORK_INPUT = 'input';

/** Output size and the padding before the first row for TensorFlow's SAME rule: even inputs of a stride of 2 pad only behind. */
export function samePadding(
  size: number,
  kernelSize: number,
  stride: number,
): { readonly size: number; readonly before: number } {
  const outSize = Math.ceil(size / stride);
  const total = Math.max((outSize - 1) * stride + kernelSize - size, 0);
  return { size: outSize, before: Math.floor(total / 2) };
}

/** Names of the activations that a layer reads, its main input first. */
export function inputsOf(layer: AnyLayer): readonly string[] {
  switch (layer.op) {
    case 'separable':
      return layer.skip === undefined ? [layer.input] : [layer.input, layer.skip.input];
    case 'lateral':
      return [layer.input, layer.coarse];
    case 'separable-pool':
      return [layer.input, layer.residual];
    case 'conv':
    case 'conv-pool':
    case 'grey-stem':
    case 'conv-average':
      return [layer.input];
    default:
      return inputsOfGradient(layer);
  }
}

function shapeOf(layer: AnyLayer, input: ActivationShape): ActivationShape {
  const { channels } = layer;
  switch (layer.op) {
    case 'conv': {
      const size = (length: number): number =>
        layer.padding === 'same'
          ? samePadding(length, layer.kernelSize, layer.stride).size
          : Math.floor((length - layer.kernelSize) / layer.stride) + 1;
      return { height: size(input.height), width: size(input.width), channels };
    }
    case 'separable':
      return {
        height: Math.ceil(input.height / layer.stride),
        width: Math.ceil(input.width / layer.stride),
        channels,
      };
    case 'lateral':
      return { ...input, channels };
    case 'grey-stem':
      return { height: input.height - 4, width: input.width - 4, channels };
    case 'conv-pool':
      return { height: input.height / 2, width: input.width / 2, channels };
    case 'separable-pool':
      return { height: Math.ceil(input.height / 2), width: Math.ceil(input.width / 2), channels };
    case 'conv-average':
      return { height: 1, width: 1, channels };
    default:
      return gradientShape(layer, input);
  }
}

/**
 * Shapes of the input and of every layer's output, by name.
 *
 * @throws Error when a layer reads a name that no earlier layer has: a bug in the list.
 */
export function inferShapes(network: Network<AnyLayer>): ReadonlyMap<string, ActivationShape> {
  const shapes = new Map<string, ActivationShape>([[NETWORK_INPUT, network.input]]);
  for (const layer of network.layers) {
    for (const name of inputsOf(layer))
      if (!shapes.has(name))
        throw new Error(`${network.name}: ${layer.name} reads ${name}, which is not there`);
    shapes.set(layer.name, shapeOf(layer, shapes.get(layer.input) ?? network.input));
  }
  return shapes;
}
