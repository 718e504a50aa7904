/** From a detector's anchors to faces: when an anchor is one, and which are the same. For every rung alike. */
import type { Detector } from './detector/blaze-face.ts';
import { outputOf, type BufferPool } from './engine/buffers.ts';
import {
  candidatesBytes,
  decodeAnchors,
  type DecodeAnchorsParameters,
} from './engine/kernels/decode-anchors/decode-anchors.ts';
import {
  MAX_CANDIDATES,
  nonMaximumSuppression,
  type NonMaximumSuppressionParameters,
} from './engine/kernels/non-maximum-suppression/non-maximum-suppression.ts';
import { planStep, type PlanStep } from './engine/plan.ts';
import { MAX_FACES } from './face-room.ts';
import { maxViews } from './views.ts';

const MIN_SCORE = 0.3;
const MERGE_ABOVE_IOU = 0.3;
const DROP_ABOVE_CONTAINED = 0.6;

/** When anchors of a detector are faces, and which are the same face: for every rung alike. */
export function suppressionParameters({
  range,
  modelSize,
  anchorLayers,
}: Detector): DecodeAnchorsParameters & NonMaximumSuppressionParameters {
  const most = maxViews(range);
  return {
    modelSize,
    layers: anchorLayers,
    maxViews: most,
    capacity: Math.min(Math.floor(MAX_CANDIDATES / most), anchorCount(anchorLayers)),
    minScore: MIN_SCORE,
    maxFaces: MAX_FACES,
    iouThreshold: MERGE_ABOVE_IOU,
    containedThreshold: DROP_ABOVE_CONTAINED,
  };
}

/** What the detector gives and the suppression reads and writes. */
interface SuppressionBuffers {
  /** The detector's outputs. */
  readonly outputs: ReadonlyMap<string, GPUBuffer>;
  readonly views: GPUBuffer;
  readonly faces: GPUBuffer;
}

/** The steps from a detector's outputs to the faces of a frame. */
export function suppressionSteps(
  detector: Detector,
  pool: BufferPool,
  { outputs, views, faces }: SuppressionBuffers,
): PlanStep[] {
  const [first, second = first] = detector.anchorLayers;
  if (first === undefined || second === undefined) throw new Error('a detector needs anchors');
  const parameters = suppressionParameters(detector);
  const candidates = pool.storage('candidates', candidatesBytes(parameters));
  const heads = [first.scores, first.regressors, second.scores, second.regressors];
  const outputBuffers = heads.map((name) => outputOf(outputs, name));
  return [
    planStep('decode anchors', decodeAnchors, parameters, bind(views, ...outputBuffers, candidates)),
    planStep('non-maximum suppression', nonMaximumSuppression, parameters, bind(views, candidates, faces)),
  ];
}

function anchorCount(layers: Detector['anchorLayers']): number {
  return layers.reduce((sum, { gridSize, anchorsPerCell }) => sum + gridSize ** 2 * anchorsPerCell, 0);
}

const bind = (...buffers: readonly GPUBuffer[]): GPUBindingResource[] =>
  buffers.map((buffer) => ({ buffer }));
