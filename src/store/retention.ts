/** Lets go of old totals that somebody else has: never of what was not acknowledged as it is. */
import { isWholeBucket } from '../domain/bucket-shape.ts';
import type { Bucket } from '../domain/bucket.ts';
import type { OpenDatabase } from './database.ts';
import { noteLetGo, presentEpoch } from './epoch.ts';
import type { BucketKeyPath } from './schema.ts';

/** So many buckets are looked at in one transaction, so that counts are never kept waiting for long. */
const CHUNK = 500;

/** Where a chunk ended, in the order of the index. */
type Place = readonly [startMs: number, key: BucketKeyPath];

/** Whether a bucket may go: all of it lies before `beforeMs`, and its newest revision is acknowledged. */
function mayGo({ startMs, slotMs, revision, acknowledged }: Bucket, beforeMs: number): boolean {
  return startMs + slotMs <= beforeMs && revision <= acknowledged;
}

interface Chunk {
  readonly deleted: number;
  /** Undefined when nothing follows. */
  readonly end: Place | undefined;
}

async function deleteChunk(open: OpenDatabase, beforeMs: number, after: Place | undefined): Promise<Chunk> {
  const transaction = open.database.transaction(['buckets', 'meta'], 'readwrite', { durability: 'strict' });
  const index = transaction.objectStore('buckets').index('byStart');
  const range = IDBKeyRange.bound(after?.[0] ?? -Infinity, beforeMs, false, true);
  const meta = transaction.objectStore('meta');
  let letGoMs: number | undefined;
  const walk = async (epoch: string): Promise<Chunk> => {
    let cursor = await index.openCursor(range);
    const isBefore = (place: Place): boolean =>
      cursor !== null && indexedDB.cmp([cursor.key, cursor.primaryKey], place) < 0;
    if (after !== undefined && isBefore(after)) cursor = (await cursor?.continuePrimaryKey(...after)) ?? null;
    let deleted = 0;
    for (let seen = 0; cursor !== null; seen++) {
      if (seen === CHUNK) return { deleted, end: [cursor.key, cursor.primaryKey] };
      const { value } = cursor;
      if (isWholeBucket(value) && mayGo(value, beforeMs)) {
        // Waiting for each would take as long again. One that fails ends the transaction, which says so.
        cursor.delete().catch(() => undefined);
        if (value.epoch === epoch) letGoMs = value.startMs;
        deleted += 1;
      }
      cursor = await cursor.continue();
    }
    return { deleted, end: undefined };
  };
  const walkAndNote = async (): Promise<Chunk> => {
    const chunk = await walk(await presentEpoch(meta, open));
    if (letGoMs !== undefined) await noteLetGo(meta, letGoMs);
    return chunk;
  };
  // Together, or a transaction that fails early rejects where nobody listens.
  const [chunk] = await Promise.all([walkAndNote(), transaction.done]);
  return chunk;
}

/**
 * Deletes the buckets that lie before `beforeMs` (milliseconds since 1970 UTC) and whose newest revision is acknowledged. What is due,
 * what was refused and what is damaged stays, however old. One short transaction for each few hundred.
 *
 * Should the time of such a slot come again, another epoch begins: the slot would else start from nothing under a key of which a
 * collector knows more.
 *
 * @returns how many were deleted
 * @throws DOMException when the database cannot be read or written; what was deleted until then stays so
 */
export async function deleteExpired(open: OpenDatabase, beforeMs: number): Promise<number> {
  let deleted = 0;
  let end: Place | undefined;
  do {
    const chunk = await deleteChunk(open, beforeMs, end);
    deleted += chunk.deleted;
    end = chunk.end;
  } while (end !== undefined);
  return deleted;
}
