/**
 * BlazeFace as data, short and full range: RGB in [-1, 1] to anchor scores and regressors.
 * Source: V. Bazarevsky et al., "BlazeFace", 2019; layer lists as in the `.tflite` files of `@mediapipe/face_detection` 0.4.
 */
import type { DetectorRange } from '../../domain/face.ts';
import type { Network } from '../engine/network.ts';
import { LayerList, type BlazeFaceWeights } from './layer-list.ts';

/** One grid of anchors: cells along a side, anchors in a cell, and the layers that hold their scores and 16 regressors each. */
export interface AnchorLayer {
  readonly gridSize: number;
  readonly anchorsPerCell: number;
  readonly scores: string;
  readonly regressors: string;
}

/** A detector: how far it looks, its network, the side of its square input in model pixels, and its anchors in order. */
export interface Detector {
  readonly range: DetectorRange;
  readonly network: Network;
  readonly modelSize: number;
  readonly anchorLayers: readonly AnchorLayer[];
}

/** Channels of the single blocks at a side of 64, 32, 16 and 8; the first of each but the first halves the side. */
const SHORT_STAGES: readonly (readonly number[])[] = [
  [24, 28],
  [32, 36, 42],
  [48, 56, 64, 72, 80, 88],
  [96, 96, 96, 96, 96],
];

const SHORT_ANCHORS: readonly AnchorLayer[] = [
  { gridSize: 16, anchorsPerCell: 2, scores: 'classificator_8', regressors: 'regressor_8' },
  { gridSize: 8, anchorsPerCell: 6, scores: 'classificator_16', regressors: 'regressor_16' },
];

function shortRange(weights: BlazeFaceWeights): Detector {
  const list = new LayerList(weights);
  const ends: string[] = [];
  let top = list.stem(5, 24);
  for (const [stage, blocks] of SHORT_STAGES.entries()) {
    for (const [block, channels] of blocks.entries())
      top = list.block(top, { channels, stride: stage > 0 && block === 0 ? 2 : 1 });
    ends.push(top);
  }
  return finish('short', 128, list, { inputs: ends.slice(-2), anchorLayers: SHORT_ANCHORS });
}

/** Channels and bottlenecks of the double blocks at a side of 96, 48, 24, 12 and 6; the first of each but the first halves the side. */
const FULL_STAGES: readonly (readonly (readonly [channels: number, bottleneck: number])[])[] = [
  [
    [32, 8],
    [32, 8],
  ],
  [
    [48, 12],
    [48, 12],
    [64, 16],
  ],
  [
    [96, 24],
    [128, 32],
    [128, 32],
  ],
  [
    [144, 36],
    [192, 48],
    [256, 64],
  ],
  [
    [384, 96],
    [384, 96],
    [384, 96],
    [384, 96],
  ],
];

/** The pyramid's steps down, to a side of 12, 24 and 48, and how many double blocks follow each. */
const FULL_PYRAMID = [
  { channels: 96, bottleneck: 48, blocks: 2 },
  { channels: 64, bottleneck: 32, blocks: 2 },
  { channels: 48, bottleneck: 24, blocks: 1 },
] as const;

const FULL_ANCHORS: readonly AnchorLayer[] = [
  { gridSize: 48, anchorsPerCell: 1, scores: 'classifier_face_4', regressors: 'regressor_face_4' },
];

function fullRange(range: DetectorRange, weights: BlazeFaceWeights): Detector {
  const list = new LayerList(weights);
  const ends: string[] = [];
  let top = list.stem(3, 32);
  for (const [stage, blocks] of FULL_STAGES.entries()) {
    for (const [block, [channels, bottleneck]] of blocks.entries())
      top = list.block(top, { channels, bottleneck, stride: stage > 0 && block === 0 ? 2 : 1 });
    ends.push(top);
  }
  for (const [step, { channels, bottleneck, blocks }] of FULL_PYRAMID.entries()) {
    const coarse = list.pointwise(top, channels);
    top = list.lateral(ends[ends.length - 2 - step] ?? '', coarse);
    for (let block = 0; block < blocks; block++) top = list.block(top, { channels, bottleneck, stride: 1 });
  }
  return finish(range, 192, list, { inputs: [top], anchorLayers: FULL_ANCHORS });
}

/** Adds the heads of each anchor layer to its input. */
function finish(
  range: DetectorRange,
  modelSize: number,
  list: LayerList,
  {
    inputs,
    anchorLayers,
  }: { readonly inputs: readonly string[]; readonly anchorLayers: readonly AnchorLayer[] },
): Detector {
  for (const [index, { scores, regressors, anchorsPerCell }] of anchorLayers.entries()) {
    list.head(scores, inputs[index] ?? '', anchorsPerCell);
    list.head(regressors, inputs[index] ?? '', anchorsPerCell * 16);
  }
  const outputs = anchorLayers.flatMap(({ scores, regressors }) => [scores, regressors]);
  const input = { height: modelSize, width: modelSize, channels: 3 };
  const network = { name: `blaze-face-${range}`, input, layers: list.layers, outputs };
  return { range, network, modelSize, anchorLayers };
}

/** The detector of a range, reading its weights by the file's names; `far` is the full range, for more than one view. */
export function blazeFace(range: DetectorRange, weights: BlazeFaceWeights): Detector {
  return range === 'short' ? shortRange(weights) : fullRange(range, weights);
}
