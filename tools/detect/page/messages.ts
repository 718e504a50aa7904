/** What the page of `detect` and its Node side say to each other. */
import type { DetectorRange, Tier } from '../../../src/domain/face.ts';

export interface DetectOptions {
  readonly files: readonly string[];
  /** Address under which the files lie. */
  readonly baseUrl: string;
  /** Side of the padded picture over that of the picture; at least 1. */
  readonly pad: number;
  readonly range: DetectorRange;
  readonly tier: Tier;
}

/** A face in pixels of its picture. */
export interface DetectedFace {
  /** 0 to 1. */
  readonly score: number;
  readonly box: readonly [x: number, y: number, width: number, height: number];
  /** The person's own right and left. */
  readonly rightEye: readonly [x: number, y: number];
  readonly leftEye: readonly [x: number, y: number];
}

/** What was found on one picture; width and height are 0 where it could not be looked at. */
export interface DetectedPicture {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly faces: readonly DetectedFace[];
  /** Why it could not be looked at, in words. */
  readonly refusal?: string;
}
