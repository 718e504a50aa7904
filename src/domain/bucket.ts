/** Why a part of a time slot was not measured. */
export type CoverageReason = 'camera' | 'gpu' | 'paused' | 'off' | 'restart' | 'clock';

/** Names one bucket: which entrance, which life of its database, and which slot. */
export interface BucketKey {
  readonly entrance: string;
  /** Identifies one life of the database; a new one starts when the database is lost. */
  readonly epoch: string;
  /** Start of the slot, milliseconds since 1970 UTC, a whole multiple of the slot's length. */
  readonly startMs: number;
}

/** Everything that is kept of one time slot: absolute totals, never a person. */
export interface Bucket extends BucketKey {
  readonly slotMs: number;
  readonly entries: number;
  readonly exits: number;
  readonly woman: number;
  readonly man: number;
  readonly undetermined: number;
  /** People by time in view; upper edges in `DWELL_BIN_EDGES_SEC`, the last bin is open. */
  readonly dwellBins: readonly number[];
  /** Seconds of this slot in which people would have been counted. */
  readonly coverageSec: number;
  readonly missing: Partial<Record<CoverageReason, number>>;
  readonly softwareVersion: string;
  readonly model: string;
  readonly settingsVersion: number;
  readonly tier: string;
  readonly meanFrameRate: number;
  /** Grows by one with each change. */
  readonly revision: number;
  /** The revision that a collector or an export has confirmed; 0 when none has. */
  readonly acknowledged: number;
}

/** Upper edges of the dwell bins in seconds; a last, open bin follows. */
export const DWELL_BIN_EDGES_SEC = [5, 15, 30, 60, 180] as const;

/** The totals of a stretch of time. */
export type Totals = Pick<Bucket, 'entries' | 'exits' | 'woman' | 'man' | 'undetermined' | 'coverageSec'>;

/** Totals of no time at all. */
export const ZERO_TOTALS: Totals = {
  entries: 0,
  exits: 0,
  woman: 0,
  man: 0,
  undetermined: 0,
  coverageSec: 0,
};

/** Totals of all buckets together. */
export function sumTotals(buckets: readonly Totals[]): Totals {
  return buckets.reduce<Totals>(
    (sum, bucket) => ({
      entries: sum.entries + bucket.entries,
      exits: sum.exits + bucket.exits,
      woman: sum.woman + bucket.woman,
      man: sum.man + bucket.man,
      undetermined: sum.undetermined + bucket.undetermined,
      coverageSec: sum.coverageSec + bucket.coverageSec,
    }),
    ZERO_TOTALS,
  );
}
