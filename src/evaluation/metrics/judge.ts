import type { Appearance, Calibration } from '../../domain/face.ts';
import type { LabelledPicture } from '../metadata/labelled-picture.ts';

/** Classifier's outputs `[woman, man]` for one picture; undefined where no face was found. */
export type Logits = readonly [woman: number, man: number] | undefined;

/** A labelled picture with the model's answer. */
export interface Judged extends LabelledPicture {
  /** Calibrated; positive is man. */
  readonly logOdds: number;
  /** What the sign says: nobody is undetermined. */
  readonly guess: 'woman' | 'man';
  /** What the kiosk would say. */
  readonly appearance: Appearance;
  readonly right: boolean;
}

/**
 * Joins pictures and answers; `logits[i]` belongs to `pictures[i]`. Pictures without a face are left out.
 *
 * @throws Error when a model answers with something that is no number
 */
export function judge(
  pictures: readonly LabelledPicture[],
  logits: readonly Logits[],
  { temperature, undeterminedBelowAbsLogOdds }: Calibration,
): Judged[] {
  const judged: Judged[] = [];
  for (const [index, picture] of pictures.entries()) {
    const answer = logits[index];
    if (answer === undefined) continue;
    const logOdds = (answer[1] - answer[0]) / temperature;
    if (!Number.isFinite(logOdds)) throw new Error(`the model's answer to ${picture.file} is no number`);
    const guess = answer[0] > answer[1] ? 'woman' : 'man';
    const appearance = Math.abs(logOdds) < undeterminedBelowAbsLogOdds ? 'undetermined' : guess;
    judged.push({ ...picture, logOdds, guess, appearance, right: guess === picture.label });
  }
  return judged;
}

/** Probability of the guess, 0.5 to 1. */
export function confidenceOf({ logOdds }: Pick<Judged, 'logOdds'>): number {
  return 1 / (1 + Math.exp(-Math.abs(logOdds)));
}
