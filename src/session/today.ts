import { sumTotals } from '../domain/bucket.ts';
import { localDayBounds } from '../domain/time-slot.ts';
import type { Today } from '../state/snapshot.ts';
import { readBuckets } from '../store/buckets.ts';
import type { OpenDatabase } from '../store/database.ts';

/** The local day that holds `nowMs` (milliseconds since 1970 UTC), as the store knows it. */
export async function readToday({ database }: OpenDatabase, entrance: string, nowMs: number): Promise<Today> {
  const { startMs, endMs } = localDayBounds(nowMs);
  const buckets = await readBuckets(database, entrance, startMs, endMs);
  return { startMs, endMs, buckets, totals: sumTotals(buckets) };
}
