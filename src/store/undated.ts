/** People who were counted while the clock was surely wrong: kept without a time, until the right one is known. */
import type { IDBPDatabase } from 'idb';
import { isWholeBucket } from '../domain/bucket-shape.ts';
import { undatedEntrance } from '../domain/source.ts';
import { addWithin, type BucketContext, type Increment } from './buckets.ts';
import type { OpenDatabase } from './database.ts';
import type { VestibuleSchema } from './schema.ts';

/** What is to be added to one slot. */
export interface SlotIncrement {
  readonly increment: Increment;
  readonly context: BucketContext;
}

/** A name for a stretch of time of which nobody knows when it was: a multiple of `slotMs` that no other has. */
export function undatedStart(slotMs: number): number {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return random * slotMs;
}

function everyUndated(entrance: string): IDBKeyRange {
  return IDBKeyRange.bound([undatedEntrance(entrance)], [undatedEntrance(entrance), []]);
}

/**
 * Gives what was counted without a time to the slots (by their starts) in which it was, in one transaction that is on the disk when the
 * promise resolves: it is in both places or in neither at no moment.
 *
 * @param undatedMs name of the bucket without a time, which goes, under whatever epochs it was written
 * @throws DOMException when the write fails, `DamagedBucketError` when a slot holds something else; then nothing was changed
 */
export async function giveTime(
  open: OpenDatabase,
  entrance: string,
  undatedMs: number,
  slots: ReadonlyMap<number, SlotIncrement>,
): Promise<void> {
  const transaction = open.database.transaction(['buckets', 'meta'], 'readwrite', { durability: 'strict' });
  const buckets = transaction.objectStore('buckets');
  const removeUndated = async (): Promise<void> => {
    const all = await buckets.getAllKeys(everyUndated(entrance));
    await Promise.all(all.filter(([, , startMs]) => startMs === undatedMs).map((key) => buckets.delete(key)));
  };
  const addAll = async (): Promise<void> => {
    for (const [startMs, { increment, context }] of slots)
      await addWithin(transaction, open, { entrance, startMs }, increment, context);
  };
  await Promise.all([
    removeUndated(),
    addAll(),
    transaction.objectStore('meta').put(Date.now(), 'heartbeatMs'),
    transaction.done,
  ]);
}

/** How many people of an entrance were counted at a time that nobody knows. */
export async function countUndated(
  database: IDBPDatabase<VestibuleSchema>,
  entrance: string,
): Promise<number> {
  // Must not ask by time: their names lie among the times of all other buckets.
  const buckets = await database.getAll('buckets', everyUndated(entrance));
  return buckets.filter(isWholeBucket).reduce((sum, { entries }) => sum + entries, 0);
}
