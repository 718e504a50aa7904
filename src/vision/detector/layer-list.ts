import type { ConvWeights } from '../engine/kernels/conv/conv.reference.ts';
import { NETWORK_INPUT, type Layer, type SeparableLayer } from '../engine/network.ts';

/** Weights by the file's layer name; layouts are the engine's (HWIO; 3, 3, C), a depthwise bias still on its own. */
export interface BlazeFaceWeights {
  readonly conv: (
    name: string,
    shape: readonly [height: number, width: number, inChannels: number, outChannels: number],
  ) => ConvWeights;
  readonly depthwise: (name: string, channels: number) => ConvWeights;
}

/** Facts of a block of depthwise-separable convolutions. */
export interface BlockFacts {
  readonly channels: number;
  readonly stride: 1 | 2;
  /** Channels between the two halves of a double block; a single block has none. */
  readonly bottleneck?: number;
}

/** Collects BlazeFace's layers and names them as the `.tflite` files do, which number convolutions in order of execution. */
export class LayerList {
  readonly layers: Layer[] = [];
  readonly #channels = new Map<string, number>([[NETWORK_INPUT, 3]]);
  readonly #weights: BlazeFaceWeights;
  #convs = 0;
  #depthwises = 0;

  constructor(weights: BlazeFaceWeights) {
    this.#weights = weights;
  }

  /** The first convolution: stride 2, ReLU. */
  stem(kernelSize: number, channels: number): string {
    const name = this.#nextConv();
    const weights = this.#weights.conv(name, [kernelSize, kernelSize, 3, channels]);
    const facts = { channels, kernelSize, stride: 2, padding: 'same', relu: true } as const;
    return this.#add({ op: 'conv', name, input: NETWORK_INPUT, ...facts, weights });
  }

  /** One block with a skip around it: depthwise and pointwise once, or down to a bottleneck and up again. */
  block(input: string, { channels, stride, bottleneck }: BlockFacts): string {
    const skip = { input, mode: stride === 2 ? 'max-pool' : 'identity' } as const;
    if (bottleneck === undefined) return this.#separable(input, { channels, stride }, skip);
    const narrow = this.#separable(input, { channels: bottleneck, stride });
    return this.#separable(narrow, { channels, stride: 1 }, skip);
  }

  /** A 1x1 convolution with ReLU. */
  pointwise(input: string, channels: number): string {
    return this.#conv1x1(this.#nextConv(), input, { channels, relu: true });
  }

  /** A 1x1 convolution that is a result, by its name in the file. */
  head(name: string, input: string, channels: number): string {
    return this.#conv1x1(name, input, { channels, relu: false });
  }

  /** A step of the pyramid: a 1x1 convolution of `input` with ReLU, plus `coarse` enlarged twice. */
  lateral(input: string, coarse: string): string {
    const name = this.#nextConv();
    const channels = this.#channelsOf(coarse);
    const weights = this.#weights.conv(name, [1, 1, this.#channelsOf(input), channels]);
    return this.#add({ op: 'lateral', name, input, coarse, channels, weights });
  }

  #conv1x1(
    name: string,
    input: string,
    { channels, relu }: { readonly channels: number; readonly relu: boolean },
  ): string {
    const weights = this.#weights.conv(name, [1, 1, this.#channelsOf(input), channels]);
    const facts = { channels, kernelSize: 1, stride: 1, padding: 'same', relu } as const;
    return this.#add({ op: 'conv', name, input, ...facts, weights });
  }

  #separable(input: string, { channels, stride }: BlockFacts, skip?: SeparableLayer['skip']): string {
    const inChannels = this.#channelsOf(input);
    const depthwise = this.#weights.depthwise(this.#nextDepthwise(), inChannels);
    const name = this.#nextConv();
    const pointwise = this.#weights.conv(name, [1, 1, inChannels, channels]);
    const weights = {
      depthwise: depthwise.kernel,
      pointwise: pointwise.kernel,
      bias: foldedBias(depthwise.bias, pointwise),
    };
    const layer: SeparableLayer = { op: 'separable', name, input, channels, stride, relu: true, weights };
    return this.#add(skip === undefined ? layer : { ...layer, skip });
  }

  #add(layer: Layer): string {
    this.layers.push(layer);
    this.#channels.set(layer.name, layer.channels);
    return layer.name;
  }

  #channelsOf(name: string): number {
    const channels = this.#channels.get(name);
    if (channels === undefined) throw new Error(`no layer is named ${name}`);
    return channels;
  }

  #nextConv(): string {
    return numbered('conv2d', this.#convs++);
  }

  #nextDepthwise(): string {
    return numbered('depthwise_conv2d', this.#depthwises++);
  }
}

function numbered(name: string, index: number): string {
  return index === 0 ? name : `${name}_${index}`;
}

/** The depthwise half's bias passes through the pointwise half, since nothing lies between them. */
function foldedBias(depthwiseBias: Float32Array, { kernel, bias }: ConvWeights): Float32Array {
  return bias.map((own, o) => {
    let sum = own;
    for (let i = 0; i < depthwiseBias.length; i++)
      sum += (depthwiseBias[i] ?? 0) * (kernel[i * bias.length + o] ?? 0);
    return sum;
  });
}
