import { sumBuckets, sumTotals, type Bucket } from '../domain/bucket.ts';
import { localDayBounds } from '../domain/time-slot.ts';
import type { Today } from '../state/snapshot.ts';
import { readBuckets } from '../store/buckets.ts';
import type { OpenDatabase } from '../store/database.ts';

/** The local day that holds `nowMs` (milliseconds since 1970 UTC) as some buckets tell it; of one slot there may be several. */
export function dayOf(all: readonly Bucket[], nowMs: number): Today {
  const { startMs, endMs } = localDayBounds(nowMs);
  const slots = new Map<number, Bucket>();
  for (const bucket of all) {
    const known = slots.get(bucket.startMs);
    if (bucket.startMs >= startMs && bucket.startMs < endMs)
      slots.set(bucket.startMs, known === undefined ? bucket : sumBuckets(known, bucket));
  }
  const buckets = [...slots.values()].toSorted((a, b) => a.startMs - b.startMs);
  return { startMs, endMs, buckets, totals: sumTotals(buckets) };
}

/** The buckets of the local day that holds `nowMs`, as the store knows them. */
export async function readDay(
  { database }: OpenDatabase,
  entrance: string,
  nowMs: number,
): Promise<readonly Bucket[]> {
  const { startMs, endMs } = localDayBounds(nowMs);
  return readBuckets(database, entrance, startMs, endMs);
}
