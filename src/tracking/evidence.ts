import type { Appearance, Calibration, Face } from '../domain/face.ts';

/** What a track has learned of a person's looks: calibrated log-odds of man over woman, weighted by the crops' quality. */
export interface Evidence {
  readonly weightedLogOdds: number;
  readonly weight: number;
  readonly crops: number;
}

/** No crop seen yet. */
export const NO_EVIDENCE: Evidence = { weightedLogOdds: 0, weight: 0, crops: 0 };

/** Narrower faces are too small for the classifier to see more than a shape; frame pixels. */
const MIN_FACE_WIDTH_PX = 24;
/** Wider faces gain nothing: the classifier sees 64 pixels. Frame pixels. */
const FULL_QUALITY_WIDTH_PX = 64;
/** A nose further than this from the middle of the eyes, in eye distances, is a head turned away. */
const MAX_TURN = 0.45;

/** How much a crop tells, 0 (nothing) to 1: from the face's width and how far the head is turned. */
export function cropQuality({ box, keypoints: [rightEye, leftEye, nose] }: Face): number {
  if (box.width < MIN_FACE_WIDTH_PX || rightEye === undefined || leftEye === undefined || nose === undefined)
    return 0;
  const eyesX = leftEye.x - rightEye.x;
  const eyesY = leftEye.y - rightEye.y;
  const squared = eyesX ** 2 + eyesY ** 2;
  if (squared === 0) return 0;
  const middleX = (leftEye.x + rightEye.x) / 2;
  const middleY = (leftEye.y + rightEye.y) / 2;
  const turn = Math.abs((nose.x - middleX) * eyesX + (nose.y - middleY) * eyesY) / squared;
  const size = Math.min(box.width / FULL_QUALITY_WIDTH_PX, 1);
  return turn >= MAX_TURN ? 0 : size * (1 - turn / MAX_TURN);
}

/** Adds one frame's crop; nothing when the face was not classified, which must not pass for a crop that could not be told. */
export function addEvidence(evidence: Evidence, face: Face, { temperature }: Calibration): Evidence {
  const [woman, man] = face.logits;
  const weight = woman === 0 && man === 0 ? 0 : cropQuality(face);
  if (weight === 0) return evidence;
  return {
    weightedLogOdds: evidence.weightedLogOdds + (weight * (man - woman)) / temperature,
    weight: evidence.weight + weight,
    crops: evidence.crops + 1,
  };
}

/**
 * What the person looks like, by the weighted mean of the log-odds.
 * The mean, not the sum: frames of one person share their mistakes, so a hundred of them are not a hundred witnesses, and the
 * threshold was fixed on single crops.
 */
export function decideAppearance(
  { weightedLogOdds, weight }: Evidence,
  { undeterminedBelowAbsLogOdds }: Calibration,
): Appearance {
  if (weight === 0) return 'undetermined';
  const logOdds = weightedLogOdds / weight;
  if (Math.abs(logOdds) < undeterminedBelowAbsLogOdds) return 'undetermined';
  return logOdds > 0 ? 'man' : 'woman';
}
