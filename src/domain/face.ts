import type { FrameBox, FramePoint } from './geometry.ts';

/** What one frame shows of one person. Lives in memory only; nothing here is ever stored. */
export interface Face {
  readonly box: FrameBox;
  /** Right eye, left eye, nose tip, mouth centre, right ear, left ear: the person's own right and left. */
  readonly keypoints: readonly FramePoint[];
  /** Detector's confidence, 0 to 1. */
  readonly score: number;
  /** Classifier's two outputs before softmax, in the order `[woman, man]`. */
  readonly logits: readonly [woman: number, man: number];
}

/** What a person looks like to the classifier. `undetermined` is a result and is never redistributed. */
export type Appearance = 'woman' | 'man' | 'undetermined';

/** How far the detector looks: `short` for faces within about 2 m, `full` for an entrance. */
export type DetectorRange = 'short' | 'full';

/** Implementations that can compute the networks, the rungs of the ladder from its top: our own kernels, then TensorFlow.js. */
export const TIERS = ['wgsl', 'webgpu', 'wasm', 'webgl', 'cpu'] as const;

/** Which implementation computes the networks. */
export type Tier = (typeof TIERS)[number];

/** Calibration of a classifier, from its model card. */
export interface Calibration {
  /** Divides the logit difference to give calibrated log-odds; above 0. */
  readonly temperature: number;
  /** A person is undetermined while |log-odds| is below this; natural-log units. */
  readonly undeterminedBelowAbsLogOdds: number;
}
