import { createHash } from 'node:crypto';
import type { BucketKey } from '../../src/domain/bucket.ts';
import type { SentBucket } from '../../src/domain/batch.ts';
import type { BucketRow } from './schema.ts';

/** Objects with their keys in order, so that equal buckets have equal texts whatever order they were sent in. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** SHA-256 in hex over all that `bucket` says. */
function digestOf(bucket: SentBucket): string {
  return createHash('sha256').update(JSON.stringify(bucket, inOrder)).digest('hex');
}

/** One text for a key; equal for equal keys only. */
export function keyText({ entrance, epoch, startMs }: BucketKey): string {
  return JSON.stringify([entrance, epoch, startMs]);
}

/** `bucket` as a row of the kiosk `kiosk`, received at `receivedMs`. */
export function rowOf(kiosk: string, bucket: SentBucket, receivedMs: number): BucketRow {
  return {
    entrance: bucket.entrance,
    epoch: bucket.epoch,
    start_ms: bucket.startMs,
    kiosk,
    revision: bucket.revision,
    digest: digestOf(bucket),
    received_ms: receivedMs,
    slot_ms: bucket.slotMs,
    entries: bucket.entries,
    exits: bucket.exits,
    woman: bucket.woman,
    man: bucket.man,
    undetermined: bucket.undetermined,
    dwell_bins: JSON.stringify(bucket.dwellBins),
    coverage_sec: bucket.coverageSec,
    missing: JSON.stringify(bucket.missing),
    software_version: bucket.softwareVersion,
    model: bucket.model,
    settings_version: bucket.settingsVersion,
    tier: bucket.tier,
    mean_frame_rate: bucket.meanFrameRate,
    latency_bins: JSON.stringify(bucket.latencyBins),
  };
}
