import type { Kernel } from '../kernel.ts';
import wgsl from './decode-anchors.wgsl?raw';

/** Facts of a detector's anchors, and of how many may be faces. */
export interface DecodeAnchorsParameters {
  /** Side of the detector's input in model pixels. */
  readonly modelSize: number;
  /** One or two grids, in the order of their anchors. */
  readonly layers: readonly { readonly gridSize: number; readonly anchorsPerCell: number }[];
  readonly maxViews: number;
  /** Candidates kept a view, lowest index first. */
  readonly capacity: number;
  /** Lowest score of a candidate, between 0 and 1. */
  readonly minScore: number;
}

/** Words of one view's candidates: header and 20 numbers each, as in `decode-anchors.wgsl`. */
const HEADER_WORDS = 4;
const CANDIDATE_FLOATS = 20;

/** Bytes of the candidates of all views. */
export function candidatesBytes({
  maxViews,
  capacity,
}: Pick<DecodeAnchorsParameters, 'maxViews' | 'capacity'>): number {
  return 4 * maxViews * (HEADER_WORDS + capacity * CANDIDATE_FLOATS);
}

/**
 * The detector's outputs to candidates in frame pixels. One or two grids; throws otherwise.
 * Bindings: views, scores and regressors of the first grid, of the second (any, when there is none), candidates.
 */
export const decodeAnchors: Kernel<DecodeAnchorsParameters> = {
  name: 'decode-anchors',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'read', 'write'],
  overrides({ modelSize, layers, capacity, minScore }) {
    const [first, second = { gridSize: 0, anchorsPerCell: 1 }] = layers;
    if (first === undefined || layers.length > 2)
      throw new Error(`a detector has one or two grids of anchors, not ${layers.length}`);
    return {
      MODEL_SIZE: modelSize,
      GRID0: first.gridSize,
      ANCHORS0: first.anchorsPerCell,
      GRID1: second.gridSize,
      ANCHORS1: second.anchorsPerCell,
      CAPACITY: capacity,
      MIN_LOGIT: Math.log(minScore / (1 - minScore)),
    };
  },
  dispatch: ({ maxViews }) => [1, 1, maxViews],
};
