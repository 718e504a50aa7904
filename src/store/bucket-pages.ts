/** All buckets of an entrance, some at a time: a year of them would hold up the page if they came at once. */
import type { IDBPDatabase } from 'idb';
import type { BucketKeyPath, StoredBucket, VestibuleSchema } from './schema.ts';

/** Buckets of a page. */
const PAGE = 500;

function all(entrance: string): IDBKeyRange {
  return IDBKeyRange.bound([entrance], [entrance, []], false, true);
}

/** How many buckets an entrance has. */
export function countBuckets(database: IDBPDatabase<VestibuleSchema>, entrance: string): Promise<number> {
  return database.count('buckets', all(entrance));
}

/** The buckets of an entrance, page by page, by epoch and time. What changes meanwhile is in one of its states. */
export async function* readPages(
  database: IDBPDatabase<VestibuleSchema>,
  entrance: string,
): AsyncGenerator<readonly StoredBucket[]> {
  let range = all(entrance);
  for (;;) {
    const page = await database.getAll('buckets', range, PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < PAGE) return;
    const after: BucketKeyPath = [last.entrance, last.epoch, last.startMs];
    range = IDBKeyRange.bound(after, [entrance, []], true, true);
  }
}
