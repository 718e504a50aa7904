import { MOST_BUCKETS, PROTOCOL, type BucketResult, type SentBucket } from '../../src/domain/batch.ts';
import { isBucketResult } from '../../src/domain/export.ts';
import { checkBatch } from '../server/check-batch.ts';
import { storeBuckets } from '../store/buckets.ts';
import type { OpenStore } from '../store/open-store.ts';
import { keptFrom } from '../store/retention.ts';
import type { ReadExport } from './read-export.ts';

/** A bucket that breaks the rules of the protocol. */
export interface LeftOut {
  /** Its place in the file, counted from 0. */
  readonly place: number;
  readonly field: string;
}

/** What became of a file. */
export interface StoredExport {
  /** One for each bucket that was valid, and one `conflict` for each that was not but can be named. */
  readonly results: readonly BucketResult[];
  readonly leftOut: readonly LeftOut[];
}

interface Sorted {
  readonly valid: readonly SentBucket[];
  readonly leftOut: readonly LeftOut[];
  readonly refused: readonly BucketResult[];
}

/** By the rules for a batch, for each bucket alone: one that is invalid must not keep the others. */
function sortOut({ kiosk, buckets }: ReadExport): Sorted {
  const valid: SentBucket[] = [];
  const leftOut: LeftOut[] = [];
  const refused: BucketResult[] = [];
  for (const [place, bucket] of buckets.entries()) {
    const breach = checkBatch({ protocol: PROTOCOL, kiosk, buckets: [bucket] });
    if (breach === undefined) {
      // The schema has just said so.
      valid.push(bucket as SentBucket);
      continue;
    }
    leftOut.push({ place, field: breach.field ?? '' });
    const { entrance, epoch, startMs, revision } = Object(bucket) as SentBucket;
    const result = { entrance, epoch, startMs, revision, outcome: 'conflict' } as const;
    if (isBucketResult(result)) refused.push(result);
  }
  return { valid, leftOut, refused };
}

/**
 * Stores the buckets of a file as those of the kiosk `kiosk`, batch by batch, but none that is older than `keepDays`. Undefined when the kiosk is revoked. Throws what the
 * database threw; then the batches before are stored, and the same file again stores the rest.
 */
export async function storeExport(
  { database }: OpenStore,
  kiosk: string,
  file: ReadExport,
  { nowMs, keepDays }: { readonly nowMs: number; readonly keepDays: number | undefined },
): Promise<StoredExport | undefined> {
  const { valid, leftOut, refused } = sortOut(file);
  const results: BucketResult[] = [];
  const contact = { report: file.kiosk, atMs: nowMs, byFile: true };
  // At least once, for the contact.
  for (let from = 0; from === 0 || from < valid.length; from += MOST_BUCKETS) {
    const batch = valid.slice(from, from + MOST_BUCKETS);
    const stored = await storeBuckets(database, kiosk, batch, contact, keptFrom(keepDays, nowMs));
    if (stored === undefined) return undefined;
    results.push(...stored);
  }
  return { results: [...results, ...refused], leftOut };
}
