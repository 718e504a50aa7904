import type { Bucket, CoverageReason } from '../../domain/bucket.ts';
import { DEFAULT_SLOT_MS, slotStart } from '../../domain/time-slot.ts';
import type { Today } from '../../state/snapshot.ts';

/** A stretch of time that was not measured; `unknown` when nothing says why. */
export interface Missing {
  readonly reason: CoverageReason | 'unknown';
  readonly seconds: number;
}

/** One slot of the day, or, where nothing was kept, all slots up to the next that has something. Times in ms since 1970 UTC. */
export interface DayRow {
  readonly startMs: number;
  readonly endMs: number;
  /** Undefined when nobody would have been counted at any moment of the row: that is not zero. */
  readonly bucket: Bucket | undefined;
  /** Whether the slot is still going on. */
  readonly running: boolean;
  readonly missing: readonly Missing[];
}

/** Seconds that may be missing without a word: totals are written a moment after they are measured. */
const NEGLIGIBLE_SEC = 30;

function missingOf(bucket: Bucket, running: boolean): readonly Missing[] {
  const known = (Object.entries(bucket.missing) as [CoverageReason, number][])
    .filter(([, seconds]) => seconds > 0)
    .map(([reason, seconds]) => ({ reason, seconds }));
  const explained = known.reduce((sum, { seconds }) => sum + seconds, bucket.coverageSec);
  const unexplained = running ? 0 : bucket.slotMs / 1000 - explained;
  return unexplained > NEGLIGIBLE_SEC ? [...known, { reason: 'unknown', seconds: unexplained }] : known;
}

function rowOf(bucket: Bucket, nowMs: number): DayRow {
  const endMs = bucket.startMs + bucket.slotMs;
  const running = nowMs < endMs;
  const measured = bucket.coverageSec > 0 || bucket.entries > 0;
  return {
    startMs: bucket.startMs,
    endMs,
    running,
    bucket: measured ? bucket : undefined,
    missing: missingOf(bucket, running),
  };
}

function gap(startMs: number, endMs: number): DayRow {
  return {
    startMs,
    endMs,
    bucket: undefined,
    running: false,
    missing: [{ reason: 'unknown', seconds: (endMs - startMs) / 1000 }],
  };
}

/**
 * The rows of a day, oldest first: every slot that something was kept of, and one row for each stretch between them, as far
 * as the day has gone. Empty when nothing was kept.
 */
export function dayRows({ startMs, endMs, buckets }: Today, nowMs: number): readonly DayRow[] {
  const rows: DayRow[] = [];
  let fromMs = startMs;
  for (const bucket of buckets) {
    if (bucket.startMs > fromMs) rows.push(gap(fromMs, bucket.startMs));
    rows.push(rowOf(bucket, nowMs));
    fromMs = bucket.startMs + bucket.slotMs;
  }
  const slotMs = buckets.at(-1)?.slotMs ?? DEFAULT_SLOT_MS;
  const untilMs = Math.min(endMs, slotStart(nowMs, slotMs));
  if (buckets.length > 0 && untilMs > fromMs) rows.push(gap(fromMs, untilMs));
  return rows;
}
