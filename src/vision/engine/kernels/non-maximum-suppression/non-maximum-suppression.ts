import type { Kernel } from '../kernel.ts';
import wgsl from './non-maximum-suppression.wgsl?raw';

/** Which candidates are the same face, and how many there may be. */
export interface NonMaximumSuppressionParameters {
  readonly maxViews: number;
  /** Candidates a view may have. */
  readonly capacity: number;
  readonly maxFaces: number;
  /** Candidates that overlap by more than this, of both together, are one face; 0 to 1. */
  readonly iouThreshold: number;
  /** Of two candidates that share more than this of the smaller one, the worse is dropped; 0 to 1. */
  readonly containedThreshold: number;
}

/** Candidates of all views: each of 128 invocations keeps one bit of 32 for each that it owns. */
export const MAX_CANDIDATES = 4096;

/** Weighted suppression in one workgroup. At most 4,096 candidates; throws above that. Bindings: views, candidates, faces. */
export const nonMaximumSuppression: Kernel<NonMaximumSuppressionParameters> = {
  name: 'non-maximum-suppression',
  wgsl,
  bindings: ['read', 'read', 'write'],
  overrides({ maxViews, capacity, maxFaces, iouThreshold, containedThreshold }) {
    const candidates = maxViews * capacity;
    if (candidates > MAX_CANDIDATES)
      throw new Error(`suppression takes ${MAX_CANDIDATES} candidates, not ${candidates}`);
    return {
      VIEWS: maxViews,
      CAPACITY: capacity,
      MAX_FACES: maxFaces,
      MIN_IOU: iouThreshold,
      MIN_CONTAINED: containedThreshold,
    };
  },
  dispatch: () => [1, 1, 1],
};
