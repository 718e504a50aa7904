import type { Kernel } from '../kernel.ts';
import wgsl from './non-maximum-suppression.wgsl?raw';

/** One or two square grids of anchors, in order, and when anchors are faces and the same face. */
export interface NonMaximumSuppressionParameters {
  /** Side of the detector's input in model pixels. */
  readonly modelSize: number;
  readonly layers: readonly { readonly gridSize: number; readonly anchorsPerCell: number }[];
  readonly maxFaces: number;
  /** Lowest score of a face, between 0 and 1. */
  readonly minScore: number;
  /** Anchors that overlap by more than this are one face; 0 to 1. */
  readonly iouThreshold: number;
}

/** Each of 128 invocations keeps one bit of 32 for each anchor it owns. */
const MAX_ANCHORS = 4096;

/**
 * Decode and weighted suppression in one workgroup. At most two grids and 4,096 anchors; throws above that.
 * Bindings: scores and regressors of the first grid, of the second (any, when there is none), transform, faces.
 */
export const nonMaximumSuppression: Kernel<NonMaximumSuppressionParameters> = {
  name: 'non-maximum-suppression',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'uniform', 'write'],
  overrides({ modelSize, layers, maxFaces, minScore, iouThreshold }) {
    const [first, second = { gridSize: 0, anchorsPerCell: 1 }] = layers;
    const anchors = layers.reduce(
      (sum, { gridSize, anchorsPerCell }) => sum + gridSize ** 2 * anchorsPerCell,
      0,
    );
    if (first === undefined || layers.length > 2 || anchors > MAX_ANCHORS)
      throw new Error(
        `suppression takes one or two grids and ${MAX_ANCHORS} anchors, not ${layers.length} and ${anchors}`,
      );
    return {
      MODEL_SIZE: modelSize,
      GRID0: first.gridSize,
      ANCHORS0: first.anchorsPerCell,
      GRID1: second.gridSize,
      ANCHORS1: second.anchorsPerCell,
      MAX_FACES: maxFaces,
      MIN_LOGIT: Math.log(minScore / (1 - minScore)),
      MIN_IOU: iouThreshold,
    };
  },
  dispatch: () => [1, 1, 1],
};
