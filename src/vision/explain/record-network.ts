/** The forward half of an explanation: the same network with fused layers taken apart, so that all that a gradient needs is kept. */
import type {
  AnyLayer,
  ConvAverageLayer,
  ConvPoolLayer,
  GreyStemLayer,
  Layer,
  Network,
  SeparablePoolLayer,
} from '../engine/network.ts';

/** A network taken apart. */
export interface RecordedNetwork {
  readonly layers: readonly AnyLayer[];
  /** Name of the classes' maps `[height, width, classes]`, whose means are the logits. */
  readonly scores: string;
}

/** Two convolutions, so that what the first one's ReLU let through is known. */
function recordGreyStem({ name, input, channels, weights }: GreyStemLayer): AnyLayer[] {
  const first = `${name}/first`;
  const valid = { op: 'conv', kernelSize: 3, stride: 1, padding: 'valid', relu: true } as const;
  return [
    { ...valid, name: first, input, channels: weights.first.bias.length, weights: weights.first },
    { ...valid, name, input: first, channels, weights: weights.second },
  ];
}

/** Separable convolution, residual, and the maximum in two steps, so that it is known whose it was. */
function recordSeparablePool(layer: SeparablePoolLayer): AnyLayer[] {
  const { name, input, channels, weights } = layer;
  const [mixed, argmax, residual] = [`${name}/mixed`, `${name}/argmax`, `${name}/residual`];
  const toResidual = { op: 'conv', kernelSize: 1, stride: 2, padding: 'same', relu: false } as const;
  return [
    { op: 'separable', name: mixed, input, channels, stride: 1, relu: false, weights: weights.main },
    { ...toResidual, name: residual, input: layer.residual, channels, weights: weights.residual },
    { op: 'argmax-pool', name: argmax, input: mixed, channels },
    { op: 'gather-pool', name, input: mixed, argmax, residual, channels },
  ];
}

/** Convolution with its ReLU, then the mean, so that what the ReLU let through is known. */
function recordConvPool({ name, input, channels, kernelSize, weights }: ConvPoolLayer): AnyLayer[] {
  const activated = `${name}/activated`;
  const conv = { op: 'conv', stride: 1, padding: 'same', relu: true } as const;
  return [
    { ...conv, name: activated, input, channels, kernelSize, weights },
    { op: 'average-pool', name, input: activated, channels },
  ];
}

/** The classes' maps before their mean. */
function recordConvAverage({ name, input, channels, kernelSize, weights }: ConvAverageLayer): AnyLayer {
  return { op: 'conv', name, input, channels, kernelSize, weights, stride: 1, padding: 'same', relu: false };
}

function recordLayer(layer: Layer): readonly AnyLayer[] {
  switch (layer.op) {
    case 'grey-stem':
      return recordGreyStem(layer);
    case 'separable-pool':
      return recordSeparablePool(layer);
    case 'conv-average':
      return [recordConvAverage(layer)];
    case 'conv':
    case 'separable':
      return [layer];
    case 'conv-pool':
      return recordConvPool(layer);
    case 'lateral':
      throw new Error(`${layer.name}: no way back through a ${layer.op} layer is known`);
  }
}

/**
 * Takes a classifier apart.
 *
 * @param network one whose last layer is the mean of the classes' maps
 * @throws Error when it has a layer through which no gradient is known, or another end: a bug
 */
export function recordNetwork(network: Network): RecordedNetwork {
  const last = network.layers.at(-1);
  if (last?.op !== 'conv-average') throw new Error(`${network.name} does not end in a mean of maps`);
  return { layers: network.layers.flatMap(recordLayer), scores: last.name };
}
