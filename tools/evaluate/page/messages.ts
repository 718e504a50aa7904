/** What the page of `evaluate` and its Node side say to each other. */
import type { DetectorRange, ModelName, Tier } from '../../../src/domain/face.ts';
import type { LabelledPicture } from '../../../src/evaluation/metadata/labelled-picture.ts';

/** One that ships, or the user's own weights: the file's name, and its bytes in base64. */
export type ModelMessage = ModelName | { readonly file: string; readonly base64: string };

export interface EvaluateOptions {
  readonly pictures: readonly LabelledPicture[];
  /** Address under which the files lie. */
  readonly baseUrl: string;
  readonly crops: boolean;
  readonly range: DetectorRange;
  readonly tier: Tier;
  readonly models: readonly ModelMessage[];
  /** Side of the crop over the detector's box; null: each classifier's own. */
  readonly cropScale: number | null;
  /** Reduces crops until a face has so many pixels a side; null: as they are. */
  readonly facePx: number | null;
}
