/** Tracks to counts: what it takes to be counted, and as what. Pure. */
import type { Appearance, Calibration } from '../domain/face.ts';
import { decideAppearance } from '../tracking/evidence.ts';
import type { Track } from '../tracking/track.ts';

/** A person who has been counted; held in memory only until added to the slot's totals. */
export interface CountedPerson {
  readonly appearance: Appearance;
  readonly dwellSec: number;
}

/** Presence: each confirmed track counts once, when it ends, because only then is everything seen of the person. */
export function countEnded(ended: readonly Track[], calibration: Calibration): readonly CountedPerson[] {
  return ended.map(({ evidence, firstSeenMs, lastSeenMs }) => ({
    appearance: decideAppearance(evidence, calibration),
    dwellSec: (lastSeenMs - firstSeenMs) / 1000,
  }));
}

/** People in view who will be counted when they leave. */
export function presentNow(live: readonly Track[]): number {
  return live.filter(({ confirmed }) => confirmed).length;
}
