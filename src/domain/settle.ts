/** What a collector's word changes on the kiosk: pure, so that every schedule of crashes and losses can be tried. */
import type { BucketResult } from './batch.ts';
import type { Bucket } from './bucket.ts';

/**
 * Whether the collector has the bucket: it stored it now or before, or has a higher revision while this kiosk has one too. A higher one
 * than the kiosk's own newest is another kiosk's doing, and no better than a conflict.
 */
export function isTaken(bucket: Bucket, { revision, outcome }: BucketResult): boolean {
  return outcome === 'stored' || outcome === 'same' || (outcome === 'stale' && revision < bucket.revision);
}

/** The bucket after the collector's word on one of its revisions; undefined for words about a revision that this kiosk never had. */
export function settle(bucket: Bucket, result: BucketResult): Bucket | undefined {
  const { revision } = result;
  if (revision > bucket.revision) return undefined;
  if (isTaken(bucket, result)) {
    const { refused = 0, ...own } = bucket;
    const acknowledged = Math.max(bucket.acknowledged, revision);
    const still = refused > acknowledged ? { refused } : {};
    return { ...own, acknowledged, ...still };
  }
  return { ...bucket, refused: Math.max(bucket.refused ?? 0, revision) };
}
