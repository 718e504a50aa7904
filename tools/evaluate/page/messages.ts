/** What the page of `evaluate` and its Node side say to each other. */
import type { Calibration, ClassifierName, DetectorRange, Tier } from '../../../src/domain/face.ts';
import type { FrameBox } from '../../../src/domain/geometry.ts';

export interface EvaluateOptions {
  readonly files: readonly string[];
  /** Where in each file the face is that counts; null where the largest one does. */
  readonly facesPx: readonly (FrameBox | null)[];
  /** Address under which the files lie. */
  readonly baseUrl: string;
  readonly crops: boolean;
  readonly range: DetectorRange;
  readonly tier: Tier;
  /** One that ships, or the user's own weights: the file's name, and its bytes in base64. */
  readonly model: ClassifierName | { readonly file: string; readonly base64: string };
  /** Side of the crop over the detector's box; null: the classifier's own. */
  readonly cropScale: number | null;
}

export interface EvaluateResult {
  /** One for every file, in order: `[woman, man]`, or null where no face was found. */
  readonly logits: readonly (readonly [number, number] | null)[];
  readonly tier: string;
  readonly model: string;
  readonly calibration: Calibration;
  /** Pictures with faces, but none where the metadata says; they are among those without an answer. */
  readonly noFaceThere: number;
  /** Milliseconds of computing a face: the median over batches of crops, or over whole pictures. */
  readonly medianFaceMs: number;
  /** From the first picture's fetch to the last answer. */
  readonly seconds: number;
}
