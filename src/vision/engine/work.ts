/** What a network has to do, at the least: multiply-adds and bytes, layer by layer. */
import { inferShapes, inputsOf, type ActivationShape, type AnyLayer, type Network } from './network.ts';

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

/** Multiply-adds of one item. */
function multiplyAddsOf(layer: AnyLayer, shapeOf: (name: string) => ActivationShape): number {
  const { channels } = layer;
  const [input, output] = [shapeOf(layer.input), shapeOf(layer.name)];
  const pixels = output.height * output.width;
  switch (layer.op) {
    case 'conv':
      return pixels * channels * input.channels * layer.kernelSize ** 2;
    case 'separable':
      return pixels * input.channels * (9 + channels);
    case 'lateral':
      return pixels * channels * input.channels;
    case 'grey-stem': {
      const middleChannels = layer.weights.first.bias.length;
      const middlePixels = (output.height + 2) * (output.width + 2);
      return 9 * middleChannels * (middlePixels + pixels * channels);
    }
    case 'separable-pool': {
      const mixed = input.height * input.width * input.channels * (9 + channels);
      return mixed + pixels * channels * shapeOf(layer.residual).channels;
    }
    case 'conv-pool':
    case 'conv-average':
    case 'conv-gradient':
      return input.height * input.width * channels * input.channels * layer.kernelSize ** 2;
    case 'depthwise-gradient':
      return 9 * pixels * channels;
    default:
      return 0;
  }
}

function arraysIn(weights: object): Float32Array[] {
  return weights instanceof Float32Array ? [weights] : Object.values(weights).flatMap(arraysIn);
}

/** How many numbers lie in the weights of layers; those that several of them share count once. */
function countWeights(layers: readonly AnyLayer[]): number {
  const arrays = layers.flatMap((layer) => {
    if ('weights' in layer) return arraysIn(layer.weights);
    return 'kernel' in layer ? [layer.kernel] : [];
  });
  return [...new Set(arrays)].reduce((sum, { length }) => sum + length, 0);
}

/** Work of each layer for `batch` items, by the layer's name. */
export function layerWork(network: Network<AnyLayer>, batch: number): ReadonlyMap<string, Work> {
  const shapes = inferShapes(network);
  const shapeOf = (name: string): ActivationShape => shapes.get(name) ?? network.input;
  return new Map(
    network.layers.map((layer) => {
      const activations = [...new Set(inputsOf(layer)), layer.name].map((name) => numbersIn(shapeOf(name)));
      const moved = batch * activations.reduce((sum, numbers) => sum + numbers, 0) + countWeights([layer]);
      const multiplyAdds = batch * multiplyAddsOf(layer, shapeOf);
      return [layer.name, { multiplyAdds, bytes: BYTES_PER_NUMBER * moved }];
    }),
  );
}

/** Work of the whole for `batch` items. Only weights, input and outputs must be moved: a perfect engine keeps all else at hand. */
export function networkWork(network: Network<AnyLayer>, batch: number): Work {
  const shapes = inferShapes(network);
  const ends = [network.input, ...network.outputs.map((name) => shapes.get(name) ?? network.input)];
  const activations = ends.reduce((sum, shape) => sum + numbersIn(shape), 0);
  const layers = [...layerWork(network, batch).values()];
  return {
    multiplyAdds: layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0),
    bytes: BYTES_PER_NUMBER * (batch * activations + countWeights(network.layers)),
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
