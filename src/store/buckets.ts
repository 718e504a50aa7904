/** Totals in and out of the database. */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import {
  addBins,
  binOf,
  DWELL_BIN_EDGES_SEC,
  emptyBins,
  LATENCY_BIN_EDGES_MS,
  type Bucket,
  type BucketKey,
  type CoverageReason,
} from '../domain/bucket.ts';
import { isWholeBucket } from '../domain/bucket-shape.ts';
import type { Appearance } from '../domain/face.ts';
import { isUndated } from '../domain/source.ts';
import type { OpenDatabase } from './database.ts';
import { beginEpoch, isLetGo, presentEpoch } from './epoch.ts';
import { toStored, type VestibuleSchema } from './schema.ts';

/** What the engine and the installer chose, kept with each slot. */
export interface BucketContext {
  readonly slotMs: number;
  readonly softwareVersion: string;
  readonly model: string;
  readonly settingsVersion: number;
  readonly tier: string;
}

/** Totals to add to one slot. */
export interface Increment {
  readonly people: readonly { readonly appearance: Appearance; readonly dwellSec: number }[];
  readonly coverageSec: number;
  readonly missing: Partial<Record<CoverageReason, number>>;
  readonly frames: number;
  /** How many of the frames took how long, in the bins of `LATENCY_BIN_EDGES_MS`; may be empty when nothing is known. */
  readonly latencyBins: readonly number[];
}

/** Nothing to add. */
export const NO_INCREMENT: Increment = {
  people: [],
  coverageSec: 0,
  missing: {},
  frames: 0,
  latencyBins: [],
};

/** Both increments of one slot as one. */
export function mergeIncrements(a: Increment, b: Increment): Increment {
  const missing: Partial<Record<CoverageReason, number>> = { ...a.missing };
  for (const [reason, seconds] of Object.entries(b.missing) as [CoverageReason, number][])
    missing[reason] = (missing[reason] ?? 0) + seconds;
  return {
    people: [...a.people, ...b.people],
    coverageSec: a.coverageSec + b.coverageSec,
    missing,
    frames: a.frames + b.frames,
    latencyBins: addBins(a.latencyBins, b.latencyBins),
  };
}

/** The context's own keys and no other: what a caller's object holds besides must not reach the disk. */
function pickContext({
  slotMs,
  softwareVersion,
  model,
  settingsVersion,
  tier,
}: BucketContext): BucketContext {
  return { slotMs, softwareVersion, model, settingsVersion, tier };
}

function emptyBucket(key: BucketKey, context: BucketContext): Bucket {
  const none = { entries: 0, exits: 0, woman: 0, man: 0, undetermined: 0, coverageSec: 0, missing: {} };
  return {
    ...key,
    ...pickContext(context),
    ...none,
    dwellBins: emptyBins(DWELL_BIN_EDGES_SEC),
    meanFrameRate: 0,
    latencyBins: emptyBins(LATENCY_BIN_EDGES_MS),
    revision: 0,
    acknowledged: 0,
  };
}

/** Whole microseconds: sums of many short times would else end in digits that mean nothing. */
function tidySec(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

/**
 * The bucket after an increment: totals stay absolute, and the revision grows by one.
 *
 * Of a context that changed in mid-slot, the newest is kept: totals of both are in one bucket, which names the later model and
 * tier. The longest `slotMs` is kept, because a shorter one would not hold all that is in the bucket. Frames that come with
 * no covered time at all are not in the mean.
 */
function addIncrement(bucket: Bucket, increment: Increment, context: BucketContext): Bucket {
  const count = (wanted: Appearance): number =>
    increment.people.filter(({ appearance }) => appearance === wanted).length;
  const dwellBins = [...bucket.dwellBins];
  for (const { dwellSec } of increment.people) {
    const bin = binOf(dwellSec, DWELL_BIN_EDGES_SEC);
    dwellBins[bin] = (dwellBins[bin] ?? 0) + 1;
  }
  const { missing } = mergeIncrements({ ...NO_INCREMENT, missing: bucket.missing }, increment);
  const tidyMissing = Object.entries(missing).map(([reason, seconds]) => [reason, tidySec(seconds)]);
  const coverageSec = tidySec(bucket.coverageSec + increment.coverageSec);
  const frames = bucket.meanFrameRate * bucket.coverageSec + increment.frames;
  return {
    ...bucket,
    ...pickContext(context),
    slotMs: Math.max(bucket.slotMs, context.slotMs),
    entries: bucket.entries + increment.people.length,
    woman: bucket.woman + count('woman'),
    man: bucket.man + count('man'),
    undetermined: bucket.undetermined + count('undetermined'),
    dwellBins,
    coverageSec,
    missing: Object.fromEntries(tidyMissing),
    meanFrameRate: coverageSec > 0 ? frames / coverageSec : 0,
    latencyBins: addBins(bucket.latencyBins, increment.latencyBins),
    revision: bucket.revision + 1,
  };
}

/** What the slot is when nothing is on the disk but an increment waits: a bucket of revision 1. */
export function waitingBucket(key: BucketKey, increment: Increment, context: BucketContext): Bucket {
  return addIncrement(emptyBucket(key, context), increment, context);
}

/** Where the slot should lie, there is something else: it must be set aside before anything can be added. */
export class DamagedBucketError extends Error {
  override readonly name = 'DamagedBucketError';
}

type WriteTransaction = IDBPTransaction<VestibuleSchema, ('buckets' | 'meta')[], 'readwrite'>;

/**
 * Adds to one slot within a transaction; aborts it and throws `DamagedBucketError` when what is there is no bucket. Of one transaction, one
 * at a time. A slot that was let go of, and comes again because a clock was set back, begins another epoch.
 */
export async function addWithin(
  transaction: WriteTransaction,
  open: OpenDatabase,
  { entrance, startMs }: Omit<BucketKey, 'epoch'>,
  increment: Increment,
  context: BucketContext,
): Promise<Bucket> {
  const [buckets, meta] = [transaction.objectStore('buckets'), transaction.objectStore('meta')];
  const present = await presentEpoch(meta, open);
  const known: unknown = await buckets.get([entrance, present, startMs]);
  if (known !== undefined && !isWholeBucket(known)) {
    transaction.abort();
    throw new DamagedBucketError(`Of ${entrance} at ${startMs}.`);
  }
  const again = known === undefined && (await isLetGo(meta, startMs));
  const epoch = again ? await beginEpoch(meta, open) : present;
  const before = known ?? emptyBucket({ entrance, epoch, startMs }, context);
  const bucket = addIncrement(before, increment, context);
  await buckets.put(toStored(bucket));
  return bucket;
}

/**
 * Adds to one slot in one transaction that is on the disk when the promise resolves.
 *
 * @throws DOMException when the write fails, `DamagedBucketError` when what is there is no bucket; then nothing was added
 */
export async function addToBucket(
  open: OpenDatabase,
  entrance: string,
  startMs: number,
  increment: Increment,
  context: BucketContext,
): Promise<Bucket> {
  const transaction = open.database.transaction(['buckets', 'meta'], 'readwrite', { durability: 'strict' });
  // Both must be awaited at once, or a transaction that fails early rejects where nobody listens.
  const [bucket] = await Promise.all([
    addWithin(transaction, open, { entrance, startMs }, increment, context),
    isUndated(entrance) ? undefined : transaction.objectStore('meta').put(Date.now(), 'heartbeatMs'),
    transaction.done,
  ]);
  return bucket;
}

/** Buckets of an entrance that start within `[fromMs, toMs)`, oldest first, of every epoch; damaged ones are left out. */
export async function readBuckets(
  database: IDBPDatabase<VestibuleSchema>,
  entrance: string,
  fromMs: number,
  toMs: number,
): Promise<readonly Bucket[]> {
  // IndexedDB refuses an empty range.
  if (fromMs >= toMs) return [];
  const range = IDBKeyRange.bound(fromMs, toMs, false, true);
  const all = await database.getAllFromIndex('buckets', 'byStart', range);
  return all.filter((bucket) => bucket.entrance === entrance && isWholeBucket(bucket));
}
