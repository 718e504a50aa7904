/** Why a part of a time slot was not measured. */
export type CoverageReason = 'camera' | 'gpu' | 'paused' | 'off' | 'restart' | 'clock';

/** Names one bucket: which entrance, which run of revisions, and which slot. */
export interface BucketKey {
  readonly entrance: string;
  /**
   * Identifies one run of revisions; a new one starts when the database was lost, and where a bucket that was damaged or let go of could
   * otherwise be counted anew under revisions that a collector knows.
   */
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
  /**
   * Analysed frames by the time from their hand-over to their answer; upper edges in `LATENCY_BIN_EDGES_MS`, the last bin is open.
   * Bins, because percentiles of parts cannot be added up to those of a whole.
   */
  readonly latencyBins: readonly number[];
  /** Grows by one with each change. */
  readonly revision: number;
  /** The revision that a collector has confirmed, by its answer or by a receipt; 0 when none has. */
  readonly acknowledged: number;
  /** The highest revision that a collector refused to take; what is refused is sent again when it has changed. */
  readonly refused?: number;
}

/** Whether a collector has yet to be told of the bucket as it is. */
export function isDue({ revision, acknowledged, refused = 0 }: Bucket): boolean {
  return revision > Math.max(acknowledged, refused);
}

/** Upper edges of the dwell bins in seconds; a last, open bin follows. */
export const DWELL_BIN_EDGES_SEC = [5, 15, 30, 60, 180] as const;

/** Upper edges of the latency bins in milliseconds; a last, open bin follows. */
export const LATENCY_BIN_EDGES_MS = [10, 20, 33, 50, 75, 100, 150, 250, 500, 1_000, 2_500, 5_000] as const;

/** Which bin holds `value`: the first whose upper edge is above it, else the last, open one. */
export function binOf(value: number, edges: readonly number[]): number {
  const bin = edges.findIndex((edge) => value < edge);
  return bin < 0 ? edges.length : bin;
}

/** Empty bins for `edges`, the last, open one among them. */
export function emptyBins(edges: readonly number[]): number[] {
  return Array.from({ length: edges.length + 1 }, () => 0);
}

/** Both counts by the same bins as one; of unequal length, the missing bins count as empty. */
export function addBins(a: readonly number[], b: readonly number[]): readonly number[] {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return long.map((count, bin) => count + (short[bin] ?? 0));
}

/**
 * The upper edge below which at least `share` (0 to 1) of what is in the bins lies; `Infinity` when it reaches into the open bin,
 * undefined when the bins are empty.
 */
export function shareBelow(
  bins: readonly number[],
  edges: readonly number[],
  share: number,
): number | undefined {
  const total = bins.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let below = 0;
  const bin = bins.findIndex((count) => {
    below += count;
    return below >= share * total;
  });
  return edges[bin] ?? Infinity;
}

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

function sumByReason(a: Bucket['missing'], b: Bucket['missing']): Bucket['missing'] {
  const sum = { ...a };
  for (const [reason, seconds] of Object.entries(b) as [CoverageReason, number][])
    sum[reason] = (sum[reason] ?? 0) + seconds;
  return sum;
}

/** Two parts of one slot, such as those of two epochs, as one to look at; it names what made the second. */
export function sumBuckets(a: Bucket, b: Bucket): Bucket {
  const totals = sumTotals([a, b]);
  const frames = a.meanFrameRate * a.coverageSec + b.meanFrameRate * b.coverageSec;
  return {
    ...b,
    ...totals,
    slotMs: Math.max(a.slotMs, b.slotMs),
    dwellBins: addBins(a.dwellBins, b.dwellBins),
    latencyBins: addBins(a.latencyBins, b.latencyBins),
    missing: sumByReason(a.missing, b.missing),
    meanFrameRate: totals.coverageSec > 0 ? frames / totals.coverageSec : 0,
  };
}
