/** What the page of `soak` and its Node side say to each other. */
import type { DetectorRange, Tier } from '../../../src/domain/face.ts';
import type { Size } from '../../../src/domain/geometry.ts';

export interface SoakOptions {
  /** Frames to answer. */
  readonly frames: number;
  /** A sample is taken each time that so many frames were answered. */
  readonly sampleEvery: number;
  readonly range: DetectorRange;
  readonly tier: Tier;
  /** Size of the drawn frames, pixels. */
  readonly size: Size;
}

/** What the page knows at the end. */
export interface SoakEnd {
  /** Frames that were answered: fewer than asked for when it was ended early. */
  readonly frames: number;
  readonly tier: string;
  readonly adapter: string;
  /** People counted on the way: the whole way from frame to store was walked. */
  readonly entries: number;
}
