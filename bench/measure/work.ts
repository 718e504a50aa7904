/** What a network has to do, at the least: multiply-adds and bytes, layer by layer. */
import {
  inferShapes,
  inputsOf,
  type ActivationShape,
  type Layer,
  type Network,
} from '../../src/vision/engine/network.ts';

/** Work of one layer or of several. */
export interface Work {
  readonly multiplyAdds: number;
  /** Weights and activations, each read or written once, four bytes a number. */
  readonly bytes: number;
}

const BYTES_PER_NUMBER = 4;

function numbersIn({ height, width, channels }: ActivationShape): number {
  return height * width * channels;
}

function multiplyAddsOf(layer: Layer, shapeOf: (name: string) => ActivationShape): number {
  const { height, width, channels } = shapeOf(layer.name);
  const pixels = height * width;
  const inChannels = shapeOf(layer.input).channels;
  switch (layer.op) {
    case 'conv':
      return pixels * channels * inChannels * layer.kernelSize ** 2;
    case 'separable':
      return pixels * inChannels * (9 + channels);
    case 'lateral':
      return pixels * channels * inChannels;
    case 'pool-residual':
      return pixels * channels * shapeOf(layer.residual).channels;
    case 'average':
      return 0;
  }
}

function weightsOf(layer: Layer): number {
  if (layer.op === 'average') return 0;
  return Object.values(layer.weights).reduce((sum: number, { length }: Float32Array) => sum + length, 0);
}

/** Work of each layer for `batch` items, by the layer's name. */
export function layerWork(network: Network, batch: number): ReadonlyMap<string, Work> {
  const shapes = inferShapes(network);
  const shapeOf = (name: string): ActivationShape => shapes.get(name) ?? network.input;
  return new Map(
    network.layers.map((layer) => {
      const activations = [...new Set(inputsOf(layer)), layer.name].map((name) => numbersIn(shapeOf(name)));
      const moved = batch * activations.reduce((sum, numbers) => sum + numbers, 0) + weightsOf(layer);
      const multiplyAdds = batch * multiplyAddsOf(layer, shapeOf);
      return [layer.name, { multiplyAdds, bytes: BYTES_PER_NUMBER * moved }];
    }),
  );
}

/** Work of the whole for `batch` items. Only weights, input and outputs must be moved: a perfect engine keeps all else at hand. */
export function networkWork(network: Network, batch: number): Work {
  const shapes = inferShapes(network);
  const ends = [network.input, ...network.outputs.map((name) => shapes.get(name) ?? network.input)];
  const activations = ends.reduce((sum, shape) => sum + numbersIn(shape), 0);
  const weights = network.layers.reduce((sum, layer) => sum + weightsOf(layer), 0);
  const layers = [...layerWork(network, batch).values()];
  return {
    multiplyAdds: layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0),
    bytes: BYTES_PER_NUMBER * (batch * activations + weights),
  };
}

/** Sum of works. */
export function addWork(works: readonly Work[]): Work {
  return works.reduce(
    (sum, { multiplyAdds, bytes }) => ({
      multiplyAdds: sum.multiplyAdds + multiplyAdds,
      bytes: sum.bytes + bytes,
    }),
    { multiplyAdds: 0, bytes: 0 },
  );
}

/**
 * The work behind each step: a step ends with the layer that its label names last, and does all layers since the step before.
 * So it holds for fused kernels too.
 */
export function stepWorks(
  steps: readonly { readonly label: string }[],
  layers: ReadonlyMap<string, Work>,
): Work[] {
  const waiting = [...layers];
  return steps.map(({ label }) => {
    const last = waiting.findLastIndex(([name]) => label === name || label.endsWith(` ${name}`));
    return addWork(waiting.splice(0, last + 1).map(([, work]) => work));
  });
}
