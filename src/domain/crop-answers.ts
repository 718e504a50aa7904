/** What says woman or man of aligned crops of faces, whatever computes it: a network on any tier, or classical computer vision. */
import type { Calibration } from './face.ts';
import type { Outcome } from './outcome.ts';

/** Side of a stored crop over the longer side of the detector's box. */
export const STORED_SIDE_OVER_BOX = 1.3;

/** What a model is, as it stands beside its figures. */
export interface ModelFacts {
  /** Name and version, as `mini-xception@1.0.0`. */
  readonly model: string;
  /** What computes: a tier, or the name of another library. */
  readonly tier: string;
  readonly calibration: Calibration;
  /** Numbers that were learned. */
  readonly parameters: number;
  /** Of the file that holds them. */
  readonly bytes: number;
}

/** Answers to some crops, in their order. */
export interface CropAnswers {
  readonly logits: readonly (readonly [woman: number, man: number])[];
  /** Milliseconds of computing all of them. */
  readonly computeMs: number;
}

/** Answers aligned crops. Whoever has it must dispose of it. */
export interface CropAnswerer {
  readonly facts: ModelFacts;
  /** How many crops are best asked about at once, and no more than that are; at least 1. */
  readonly batch: number;
  /** `crops` are square pictures of `STORED_SIDE_OVER_BOX`, of any size, and stay the caller's. Bad where it can compute no more. */
  readonly answer: (crops: readonly ImageData[]) => Promise<Outcome<CropAnswers>>;
  readonly dispose: () => void;
}
