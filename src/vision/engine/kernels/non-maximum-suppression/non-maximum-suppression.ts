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

/** Words before the first face: the count, and three zeros. */
const HEADER_WORDS = 4;
/** Bytes before the first face. */
export const FACES_BYTES_HEADER = HEADER_WORDS * 4;
/** Numbers a face takes. */
export const FACE_FLOATS = 20;
const KEYPOINTS = 6;
const MAX_ANCHORS = 4096;

/** A face as the GPU wrote it, in frame pixels. */
export interface RawFace {
  readonly box: readonly [x: number, y: number, width: number, height: number];
  readonly score: number;
  readonly keypoints: readonly (readonly [x: number, y: number])[];
}

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

/** The faces in a buffer that the kernel wrote. */
export function readFaces(bytes: ArrayBuffer): RawFace[] {
  const [count = 0] = new Uint32Array(bytes, 0, 1);
  const values = new Float32Array(bytes, FACES_BYTES_HEADER);
  return Array.from({ length: count }, (_, face) => {
    const [x = 0, y = 0, width = 0, height = 0, score = 0, ...rest] = values.subarray(
      face * FACE_FLOATS,
      (face + 1) * FACE_FLOATS,
    );
    const keypoints = Array.from(
      { length: KEYPOINTS },
      (_keypoint, index) => [rest[2 * index] ?? 0, rest[2 * index + 1] ?? 0] as const,
    );
    return { box: [x, y, width, height], score, keypoints };
  });
}
