/** What the page of `count` and its Node side say to each other. */
import type { DetectorRange, Tier } from '../../../src/domain/face.ts';

export interface CountOptions {
  /** Address of the video; undefined for the drawn clip with known truth. */
  readonly url: string | undefined;
  readonly range: DetectorRange;
  readonly tier: Tier;
  readonly overlay: boolean;
}

/** What the kiosk would have counted. */
export interface CountResult {
  readonly frames: number;
  readonly durationSec: number;
  readonly entries: number;
  readonly woman: number;
  readonly man: number;
  readonly undetermined: number;
  readonly tier: string;
  readonly model: string;
  /** Number of frames by how many faces the detector found in them. */
  readonly facesPerFrame: Readonly<Record<string, number>>;
}
