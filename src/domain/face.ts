import type { FrameBox, FramePoint } from './geometry.ts';

/** What one frame shows of one person. Lives in memory only; nothing here is ever stored. */
export interface Face {
  readonly box: FrameBox;
  /** Right eye, left eye, nose tip, mouth centre, right ear, left ear: the person's own right and left. */
  readonly keypoints: readonly FramePoint[];
  /** Detector's confidence, 0 to 1. */
  readonly score: number;
  /** Classifier's two outputs before softmax, in the order `[woman, man]`; both 0 where the frame had no room to classify the face. */
  readonly logits: readonly [woman: number, man: number];
}

/** What a person looks like to the classifier. `undetermined` is a result and is never redistributed. */
export type Appearance = 'woman' | 'man' | 'undetermined';

/**
 * How far the detector looks: `short` for faces within about 2 m, `full` for people a few metres away, `far` for small and distant faces
 * too, which are looked for in parts of the frame as well.
 */
export type DetectorRange = 'short' | 'full' | 'far';

/** All ranges, nearest first. */
export const DETECTOR_RANGES: readonly DetectorRange[] = ['short', 'full', 'far'];

/** Implementations that can compute the networks, the rungs of the ladder from its top: our own kernels, then TensorFlow.js. */
export const TIERS = ['wgsl', 'webgpu', 'wasm', 'webgl', 'cpu'] as const;

/** Which implementation computes the networks. */
export type Tier = (typeof TIERS)[number];

/** The tier in a text of any kind, or undefined. */
export function parseTier(text: unknown): Tier | undefined {
  return TIERS.find((tier) => tier === text);
}

/** The classifiers that ship with the app; the first is the one that counts. */
export const CLASSIFIERS = ['mini-xception', 'cnn-9layer'] as const;

/** A classifier that ships with the app. */
export type ClassifierName = (typeof CLASSIFIERS)[number];

/** The classifier of this name, or undefined. */
export function parseClassifierName(text: unknown): ClassifierName | undefined {
  return CLASSIFIERS.find((name) => name === text);
}

/** Classical computer vision, which can be compared with the networks and counts nobody. */
export const CLASSICAL = 'classical';

/** Whatever ships that says woman or man. */
export type ModelName = ClassifierName | typeof CLASSICAL;

/** All of them, the networks first. */
export const MODELS: readonly ModelName[] = [...CLASSIFIERS, CLASSICAL];

/** The model of this name, or undefined. */
export function parseModelName(text: unknown): ModelName | undefined {
  return MODELS.find((name) => name === text);
}

/** Calibration of a classifier, from its model card. */
export interface Calibration {
  /** Divides the logit difference to give calibrated log-odds; above 0. */
  readonly temperature: number;
  /** A person is undetermined while |log-odds| is below this; natural-log units. */
  readonly undeterminedBelowAbsLogOdds: number;
}

/** Calibrated log-odds of man against woman, natural logarithm. */
export function logOddsOf([woman, man]: Face['logits'], { temperature }: Calibration): number {
  return (man - woman) / temperature;
}

/** What one face looks like by itself. */
export function appearanceOf(logOdds: number, { undeterminedBelowAbsLogOdds }: Calibration): Appearance {
  if (Math.abs(logOdds) < undeterminedBelowAbsLogOdds) return 'undetermined';
  return logOdds > 0 ? 'man' : 'woman';
}

/**
 * Side of the crop that a classifier sees, over the longer side of the detector's box: part of the model, as its card says. Here once for
 * all of TypeScript; `crop.wgsl` has its own.
 */
export const CROP_SIDE_OVER_BOX = 1.15;
