/** A day of slots, for tests of the screen; pure, so that tests in Node may use it too. */
import { sumTotals, type Bucket } from '../domain/bucket.ts';
import { DEFAULT_SLOT_MS } from '../domain/time-slot.ts';
import type { Today } from '../state/snapshot.ts';

/** Local midnight of a day in November 2026, and the moment at which the tests' clock stands. */
export const DAY_START_MS = new Date(2026, 10, 24).getTime();
export const NOW_MS = new Date(2026, 10, 24, 14, 32, 10).getTime();

/** A slot that began `hours` after local midnight and was measured whole, unless `change` says otherwise. */
export function bucketAt(hours: number, change: Partial<Bucket>): Bucket {
  const { woman = 0, man = 0, undetermined = 0 } = change;
  return {
    entrance: 'test',
    epoch: 'test',
    startMs: DAY_START_MS + hours * 3_600_000,
    slotMs: DEFAULT_SLOT_MS,
    entries: woman + man + undetermined,
    exits: 0,
    woman,
    man,
    undetermined,
    dwellBins: [0, 0, 0, 0, 0, 0],
    coverageSec: 900,
    missing: {},
    softwareVersion: '0.1.0',
    model: 'mini-xception@1.0.0',
    settingsVersion: 1,
    tier: 'wgsl',
    meanFrameRate: 20,
    latencyBins: [],
    revision: 1,
    acknowledged: 0,
    ...change,
  };
}

/** The day of some slots. */
export function dayOf(buckets: readonly Bucket[]): Today {
  return {
    startMs: DAY_START_MS,
    endMs: DAY_START_MS + 24 * 3_600_000,
    totals: sumTotals(buckets),
    buckets,
  };
}
