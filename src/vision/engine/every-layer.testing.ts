/** A small network that has a layer of every kind, for whoever must compute them all. */
import { randomWeights, seededRandom } from './gpu.testing.ts';
import { NETWORK_INPUT, type Layer, type Network } from './network.ts';

/** By kind, so that one that is added cannot be forgotten; in the order of execution. */
type LayersOfEveryKind = { readonly [Op in Layer['op']]: readonly Extract<Layer, { op: Op }>[] };

/** Makes weights that are not trained for anything. */
class Weights {
  readonly #random = seededRandom(5);

  conv(inChannels: number, channels: number, kernelSize = 1): { kernel: Float32Array; bias: Float32Array } {
    return { kernel: this.#some(kernelSize ** 2 * inChannels * channels), bias: this.#some(channels) };
  }

  separable(inChannels: number, channels: number): Extract<Layer, { op: 'separable' }>['weights'] {
    const { kernel, bias } = this.conv(inChannels, channels);
    return { depthwise: this.#some(9 * inChannels), pointwise: kernel, bias };
  }

  #some(length: number): Float32Array {
    return randomWeights(this.#random, length);
  }
}

type Separable = LayersOfEveryKind['separable'][number];

function separableLayers(weights: Weights): Separable[] {
  const same = { name: 'same size', input: 'stem', channels: 10, stride: 1 } as const;
  const half = { name: 'half size', input: same.name, channels: 12, stride: 2 } as const;
  const facts = { op: 'separable', relu: true } as const;
  return [
    { ...facts, ...same, skip: { input: 'stem', mode: 'identity' }, weights: weights.separable(8, 10) },
    { ...facts, ...half, skip: { input: same.name, mode: 'max-pool' }, weights: weights.separable(10, 12) },
  ];
}

function layersOfEveryKind(weights: Weights): LayersOfEveryKind {
  const stem = { first: weights.conv(1, 8, 3), second: weights.conv(8, 8, 3) };
  const strided = { channels: 6, kernelSize: 5, stride: 2, padding: 'same', relu: true } as const;
  const lateral = { name: 'lateral', input: 'same size', coarse: 'half size', channels: 12 };
  const fours = { name: 'means of four', input: lateral.name, channels: 5, kernelSize: 3 };
  const mean = { name: 'mean', input: fours.name, channels: 2, kernelSize: 3 };
  const ofModule = { main: weights.separable(10, 16), residual: weights.conv(8, 16) };
  const module = { name: 'module', input: 'same size', residual: 'stem', channels: 16, weights: ofModule };
  return {
    'grey-stem': [{ op: 'grey-stem', name: 'stem', input: NETWORK_INPUT, channels: 8, weights: stem }],
    separable: separableLayers(weights),
    'separable-pool': [{ op: 'separable-pool', ...module }],
    conv: [{ op: 'conv', name: 'strided', input: 'stem', ...strided, weights: weights.conv(8, 6, 5) }],
    lateral: [{ op: 'lateral', ...lateral, weights: weights.conv(10, 12) }],
    'conv-pool': [{ op: 'conv-pool', ...fours, weights: weights.conv(12, 5, 3) }],
    'conv-average': [{ op: 'conv-average', ...mean, weights: weights.conv(5, 2, 3) }],
  };
}

/** 24x24 grey pixels; every layer is an output. */
export function everyLayerNetwork(): Network {
  const layers = Object.values(layersOfEveryKind(new Weights())).flat();
  return {
    name: 'every layer',
    input: { height: 24, width: 24, channels: 1 },
    layers,
    outputs: layers.map(({ name }) => name),
  };
}
