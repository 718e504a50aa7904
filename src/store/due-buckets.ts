/** What a collector has yet to be told, and what it has confirmed. */
import type { IDBPDatabase } from 'idb';
import type { BucketResult, SentBucket } from '../domain/batch.ts';
import { isWholeBucket } from '../domain/bucket-shape.ts';
import { isTaken, settle } from '../domain/settle.ts';
import { toStored, type StoredBucket, type VestibuleSchema } from './schema.ts';

function dueOf(entrance: string): IDBKeyRange {
  return IDBKeyRange.bound([entrance, 1], [entrance, 1, []]);
}

/** The bucket as it leaves. */
export function toSent(bucket: StoredBucket): SentBucket {
  const { acknowledged: _, refused: __, due: ___, ...sent } = bucket;
  return sent;
}

/** How many buckets of an entrance are due. */
export function countDue(database: IDBPDatabase<VestibuleSchema>, entrance: string): Promise<number> {
  return database.countFromIndex('buckets', 'byDue', dueOf(entrance));
}

function withoutRefusal(bucket: StoredBucket): StoredBucket {
  const { refused: _, ...own } = bucket;
  return own;
}

function refusedOf(entrance: string): IDBKeyRange {
  return IDBKeyRange.bound([entrance], [entrance, []]);
}

/** How many buckets of an entrance a collector refused, and has not taken since. */
export function countRefused(database: IDBPDatabase<VestibuleSchema>, entrance: string): Promise<number> {
  return database.countFromIndex('buckets', 'byRefused', refusedOf(entrance));
}

/**
 * Lets what was refused be sent once more: a collector may have been updated, or be another one.
 *
 * @throws DOMException when the write fails; then nothing was changed
 */
export async function forgetRefusals(
  database: IDBPDatabase<VestibuleSchema>,
  entrance: string,
): Promise<void> {
  const transaction = database.transaction('buckets', 'readwrite', { durability: 'strict' });
  const forget = async (): Promise<void> => {
    const refused = await transaction.store.index('byRefused').getAll(refusedOf(entrance));
    await Promise.all(refused.map((bucket) => transaction.store.put(toStored(withoutRefusal(bucket)))));
  };
  // Together, or a transaction that fails early rejects where nobody listens.
  await Promise.all([forget(), transaction.done]);
}

/** The oldest buckets of an entrance that are due, at most `most` of them, of every epoch; damaged ones are never among them. */
export async function readDue(
  database: IDBPDatabase<VestibuleSchema>,
  entrance: string,
  most: number,
): Promise<readonly SentBucket[]> {
  const due = await database.getAllFromIndex('buckets', 'byDue', dueOf(entrance), most);
  return due.filter(isWholeBucket).map(toSent);
}

/**
 * Notes what a collector has said, in one transaction that is on the disk when the promise resolves. A bucket that changed meanwhile
 * stays due; results for buckets or revisions that this kiosk never had are left out.
 *
 * @returns how many of the results are of buckets here that the collector does not have
 * @throws DOMException when the write fails; then nothing was noted, and the same is sent again
 */
export async function acknowledge(
  database: IDBPDatabase<VestibuleSchema>,
  results: readonly BucketResult[],
): Promise<number> {
  const transaction = database.transaction('buckets', 'readwrite', { durability: 'strict' });
  const note = async (result: BucketResult): Promise<boolean> => {
    const { entrance, epoch, startMs } = result;
    const bucket = await transaction.store.get([entrance, epoch, startMs]);
    const settled = bucket === undefined ? undefined : settle(bucket, result);
    if (settled !== undefined) await transaction.store.put(toStored(settled));
    return bucket !== undefined && !isTaken(bucket, result);
  };
  // Together, or a transaction that fails early rejects where nobody listens.
  const [refused] = await Promise.all([Promise.all(results.map(note)), transaction.done]);
  return refused.filter(Boolean).length;
}
