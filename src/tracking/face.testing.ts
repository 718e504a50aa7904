/** Faces made up for tests of tracking. */
import type { Calibration, Face } from '../domain/face.ts';
import { framePx, type FramePoint } from '../domain/geometry.ts';

/** What of a face matters to a test; the rest is a sure, frontal face of 60 pixels whose looks say nothing. */
export interface FaceOptions {
  readonly x?: number;
  readonly y?: number;
  readonly sidePx?: number;
  readonly score?: number;
  /** Log-odds of man over woman before calibration. */
  readonly logOdds?: number;
  /** Nose's offset from the middle of the eyes, in eye distances. */
  readonly turn?: number;
  /** Angle of the line through the eyes, radians. */
  readonly roll?: number;
}

/** A calibration that changes nothing and calls log-odds under 0.5 undetermined. */
export const PLAIN_CALIBRATION: Calibration = { temperature: 1, undeterminedBelowAbsLogOdds: 0.5 };

/** A face whose box is a square around (x, y), frame pixels. */
export function makeFace({
  x = 600,
  y = 300,
  sidePx = 60,
  score = 0.9,
  logOdds = 0,
  turn = 0,
  roll = 0,
}: FaceOptions = {}): Face {
  const point = (across: number, down: number): FramePoint => ({
    x: framePx(x + sidePx * (across * Math.cos(roll) - down * Math.sin(roll))),
    y: framePx(y + sidePx * (across * Math.sin(roll) + down * Math.cos(roll))),
  });
  return {
    box: {
      x: framePx(x - sidePx / 2),
      y: framePx(y - sidePx / 2),
      width: framePx(sidePx),
      height: framePx(sidePx),
    },
    keypoints: [
      point(-0.2, -0.15),
      point(0.2, -0.15),
      point(0.4 * turn, 0.1),
      point(0, 0.25),
      point(-0.45, 0),
      point(0.45, 0),
    ],
    score,
    logits: [-logOdds / 2, logOdds / 2],
  };
}
