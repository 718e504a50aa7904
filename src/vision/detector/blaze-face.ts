/**
 * BlazeFace as data, short and full range: RGB in [-1, 1] to anchor scores and regressors.
 * Source: V. Bazarevsky et al., "BlazeFace", 2019; layer lists as in the `.tflite` files of `@mediapipe/face_detection` 0.4.
 * Layers are named after the files' convolutions, which number them in order of execution.
 */
import type { DetectorRange } from '../../domain/face.ts';
import type { ConvWeights } from '../engine/kernels/conv/conv.reference.ts';
import {
  NETWORK_INPUT,
  type ConvLayer,
  type Layer,
  type Network,
  type SeparableLayer,
} from '../engine/network.ts';

/** Weights by the file's layer name; layouts are the engine's (HWIO; 3, 3, C), a depthwise bias still on its own. */
export interface BlazeFaceWeights {
  readonly conv: (
    name: string,
    shape: readonly [height: number, width: number, inChannels: number, outChannels: number],
  ) => ConvWeights;
  readonly depthwise: (name: string, channels: number) => ConvWeights;
}

/** One grid of anchors: cells along a side, anchors in a cell, and the layers that hold their scores and 16 regressors each. */
export interface AnchorLayer {
  readonly gridSize: number;
  readonly anchorsPerCell: number;
  readonly scores: string;
  readonly regressors: string;
}

/** A detector: its network, the side of its square input in model pixels, and its anchors in order. */
export interface Detector {
  readonly network: Network;
  readonly modelSize: number;
  readonly anchorLayers: readonly AnchorLayer[];
}

/** Collects layers and numbers convolutions and depthwise convolutions as the files do. */
class LayerList {
  readonly layers: Layer[] = [];
  #convs = 0;
  #depthwises = 0;
  readonly #weights: BlazeFaceWeights;

  constructor(weights: BlazeFaceWeights) {
    this.#weights = weights;
  }

  #nextConv(): string {
    const name = this.#convs === 0 ? 'conv2d' : `conv2d_${this.#convs}`;
    this.#convs += 1;
    return name;
  }

  stem(kernelSize: number, channels: number): string {
    const name = this.#nextConv();
    const weights = this.#weights.conv(name, [kernelSize, kernelSize, 3, channels]);
    const layer: ConvLayer = {
      op: 'conv',
      name,
      input: NETWORK_INPUT,
      channels,
      kernelSize,
      stride: 2,
      padding: 'same',
      relu: true,
      weights,
    };
    this.layers.push(layer);
    return name;
  }

  separable(
    input: string,
    inChannels: number,
    channels: number,
    stride: 1 | 2,
    skip?: SeparableLayer['skip'],
  ): string {
    const depthwiseName =
      this.#depthwises === 0 ? 'depthwise_conv2d' : `depthwise_conv2d_${this.#depthwises}`;
    this.#depthwises += 1;
    const name = this.#nextConv();
    const depthwise = this.#weights.depthwise(depthwiseName, inChannels);
    const pointwise = this.#weights.conv(name, [1, 1, inChannels, channels]);
    const weights = {
      depthwise: depthwise.kernel,
      pointwise: pointwise.kernel,
      bias: foldedBias(depthwise.bias, pointwise),
    };
    const layer: SeparableLayer = { op: 'separable', name, input, channels, stride, relu: true, weights };
    this.layers.push(skip === undefined ? layer : { ...layer, skip });
    return name;
  }

  /** Depthwise and pointwise with a skip around them. */
  singleBlock(input: string, inChannels: number, channels: number, stride: 1 | 2): string {
    return this.separable(input, inChannels, channels, stride, {
      input,
      mode: stride === 2 ? 'max-pool' : 'identity',
    });
  }

  /** Down to `bottleneck` channels and up again, with a skip around both. */
  doubleBlock(
    input: string,
    inChannels: number,
    bottleneck: number,
    channels: number,
    stride: 1 | 2,
  ): string {
    const narrow = this.separable(input, inChannels, bottleneck, stride);
    return this.separable(narrow, bottleneck, channels, 1, {
      input,
      mode: stride === 2 ? 'max-pool' : 'identity',
    });
  }

  pointwise(
    name: string | undefined,
    input: string,
    inChannels: number,
    channels: number,
    relu: boolean,
  ): string {
    const layerName = name ?? this.#nextConv();
    const weights = this.#weights.conv(layerName, [1, 1, inChannels, channels]);
    this.layers.push({
      op: 'conv',
      name: layerName,
      input,
      channels,
      kernelSize: 1,
      stride: 1,
      padding: 'same',
      relu,
      weights,
    });
    return layerName;
  }

  lateral(input: string, inChannels: number, coarse: string, channels: number): string {
    const name = this.#nextConv();
    const weights = this.#weights.conv(name, [1, 1, inChannels, channels]);
    this.layers.push({ op: 'lateral', name, input, coarse, channels, weights });
    return name;
  }
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

const SHORT_BLOCKS: readonly (readonly [channels: number, stride: 1 | 2])[] = [
  [24, 1],
  [28, 1],
  [32, 2],
  [36, 1],
  [42, 1],
  [48, 2],
  [56, 1],
  [64, 1],
  [72, 1],
  [80, 1],
  [88, 1],
  [96, 2],
  [96, 1],
  [96, 1],
  [96, 1],
  [96, 1],
];

function shortRange(weights: BlazeFaceWeights): Detector {
  const list = new LayerList(weights);
  let top = list.stem(5, 24);
  let inChannels = 24;
  let fine = top;
  for (const [channels, stride] of SHORT_BLOCKS) {
    if (channels === 96 && stride === 2) fine = top;
    top = list.singleBlock(top, inChannels, channels, stride);
    inChannels = channels;
  }
  const anchorLayers = [
    { gridSize: 16, anchorsPerCell: 2, scores: 'classificator_8', regressors: 'regressor_8' },
    { gridSize: 8, anchorsPerCell: 6, scores: 'classificator_16', regressors: 'regressor_16' },
  ];
  list.pointwise('classificator_8', fine, 88, 2, false);
  list.pointwise('regressor_8', fine, 88, 32, false);
  list.pointwise('classificator_16', top, 96, 6, false);
  list.pointwise('regressor_16', top, 96, 96, false);
  return finish('short', 128, list, anchorLayers);
}

/** Channels, bottleneck and stride of the double blocks on the way up, by feature-map side. */
const FULL_BLOCKS: readonly (readonly [side: number, channels: number, bottleneck: number, stride: 1 | 2])[] =
  [
    [96, 32, 8, 1],
    [96, 32, 8, 1],
    [48, 48, 12, 2],
    [48, 48, 12, 1],
    [48, 64, 16, 1],
    [24, 96, 24, 2],
    [24, 128, 32, 1],
    [24, 128, 32, 1],
    [12, 144, 36, 2],
    [12, 192, 48, 1],
    [12, 256, 64, 1],
    [6, 384, 96, 2],
    [6, 384, 96, 1],
    [6, 384, 96, 1],
    [6, 384, 96, 1],
  ];

/** The pyramid's steps down: side of the finer map, its channels, channels of the step, bottleneck, and how many double blocks follow. */
const FULL_PYRAMID: readonly (readonly [
  side: number,
  fineChannels: number,
  channels: number,
  bottleneck: number,
  blocks: number,
])[] = [
  [12, 256, 96, 48, 2],
  [24, 128, 64, 32, 2],
  [48, 64, 48, 24, 1],
];

const FULL_HEADS = { scores: 'classifier_face_4', regressors: 'regressor_face_4' } as const;

function fullRange(weights: BlazeFaceWeights): Detector {
  const list = new LayerList(weights);
  let top = list.stem(3, 32);
  let inChannels = 32;
  const lastOfSide = new Map<number, string>();
  for (const [side, channels, bottleneck, stride] of FULL_BLOCKS) {
    top = list.doubleBlock(top, inChannels, bottleneck, channels, stride);
    inChannels = channels;
    lastOfSide.set(side, top);
  }
  for (const [side, fineChannels, channels, bottleneck, blocks] of FULL_PYRAMID) {
    const coarse = list.pointwise(undefined, top, inChannels, channels, true);
    top = list.lateral(lastOfSide.get(side) ?? '', fineChannels, coarse, channels);
    for (let block = 0; block < blocks; block++)
      top = list.doubleBlock(top, channels, bottleneck, channels, 1);
    inChannels = channels;
  }
  list.pointwise(FULL_HEADS.scores, top, inChannels, 1, false);
  list.pointwise(FULL_HEADS.regressors, top, inChannels, 16, false);
  return finish('full', 192, list, [{ gridSize: 48, anchorsPerCell: 1, ...FULL_HEADS }]);
}

function finish(
  range: string,
  modelSize: number,
  { layers }: LayerList,
  anchorLayers: readonly AnchorLayer[],
): Detector {
  const outputs = anchorLayers.flatMap(({ scores, regressors }) => [scores, regressors]);
  const input = { height: modelSize, width: modelSize, channels: 3 };
  return { network: { name: `blaze-face-${range}`, input, layers, outputs }, modelSize, anchorLayers };
}

/** The detector of a range, reading its weights by the file's names. */
export function blazeFace(range: DetectorRange, weights: BlazeFaceWeights): Detector {
  return range === 'short' ? shortRange(weights) : fullRange(weights);
}
