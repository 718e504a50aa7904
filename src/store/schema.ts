/** What the kiosk keeps: totals of time slots and a few settings. No field can hold an image, a face or a person. */
import type { DBSchema } from 'idb';
import type { Bucket } from '../domain/bucket.ts';
import type { Settings } from '../domain/settings.ts';

/** Version of the schema; `upgradeDatabase` leads here from every earlier one. */
export const SCHEMA_VERSION = 2;

/** Key of a bucket: entrance, epoch, start in milliseconds since 1970 UTC. */
export type BucketKeyPath = [entrance: string, epoch: string, startMs: number];

/** The database's stores. */
export interface VestibuleSchema extends DBSchema {
  buckets: { key: BucketKeyPath; value: Bucket; indexes: { byStart: number } };
  /** `epoch`: names this life of the database. `heartbeatMs`: when counting was last known to run. `settings`: the installer's. */
  meta: { key: 'epoch' | 'heartbeatMs' | 'settings'; value: string | number | Settings };
}
