/** What the kiosk keeps: totals of time slots and a few settings. No field can hold an image, a face or a person. */
import type { DBSchema } from 'idb';
import { isDue, type Bucket } from '../domain/bucket.ts';
import type { Collector } from '../domain/collector.ts';
import type { KeptWeights } from '../domain/kept-weights.ts';
import type { Settings } from '../domain/settings.ts';

/** Version of the schema; `upgradeDatabase` leads here from every earlier one. */
export const SCHEMA_VERSION = 4;

/** Where the buckets of an entrance that are due lie in their index, oldest first. */
export type BucketDuePath = [entrance: string, due: 1, startMs: number];

/** Where the buckets of an entrance that a collector refused lie in their index. */
export type BucketRefusedPath = [entrance: string, refused: number];

/** Key of a bucket: entrance, epoch, start in milliseconds since 1970 UTC. */
export type BucketKeyPath = [entrance: string, epoch: string, startMs: number];

/**
 * A bucket on the disk. `due` is there exactly when `isDue` says so, since an index can look for a value but not compare two; `toStored`
 * writes it together with the bucket, so that the two cannot disagree.
 */
export interface StoredBucket extends Bucket {
  readonly due?: 1;
}

/** The bucket as it is written. */
export function toStored(bucket: Bucket): StoredBucket {
  const { due: _, ...own }: StoredBucket = bucket;
  return isDue(own) ? { ...own, due: 1 } : own;
}

/** A record of another shape than it should have, as it was found: never sent and never summed. */
export interface DamagedRecord {
  /** When it was set aside, milliseconds since 1970 UTC. */
  readonly foundMs: number;
  readonly value: unknown;
}

/** Why a database was begun though there was an earlier one. */
export interface Beginning {
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  /** Name of the database that could not be opened. */
  readonly instead: string;
  /** What the browser said of it. */
  readonly reason: string;
}

/** The database's stores. */
export interface VestibuleSchema extends DBSchema {
  buckets: {
    key: BucketKeyPath;
    value: StoredBucket;
    indexes: { byStart: number; byDue: BucketDuePath; byRefused: BucketRefusedPath };
  };
  /**
   * `epoch`: names this life of the database. `heartbeatMs`: when counting was last known to run. `settings`: the installer's.
   * `collector`: where the totals are sent to. `kioskKey`: what this kiosk signs with; its private half cannot be read, only used.
   * `beginning`: there when this database was begun in place of an earlier one. `lostMs`: when an earlier one was found to be gone.
   * `weights`: a person's own, which count in place of those that ship. `firstEpoch`: there once another epoch was begun. `letGoUpToMs`: the latest slot of the present epoch that was let go of.
   */
  meta: {
    key:
      | 'epoch'
      | 'firstEpoch'
      | 'letGoUpToMs'
      | 'heartbeatMs'
      | 'settings'
      | 'collector'
      | 'kioskKey'
      | 'beginning'
      | 'lostMs'
      | 'weights';
    value: string | number | Settings | Collector | CryptoKeyPair | Beginning | KeptWeights;
  };
  quarantine: { key: number; value: DamagedRecord };
}
