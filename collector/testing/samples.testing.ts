import type { Batch, KioskReport, SentBucket } from '../../src/domain/batch.ts';
import { PROTOCOL } from '../../src/domain/batch.ts';

/** A time at the start of a quarter of an hour, milliseconds since 1970 UTC. */
export const START_MS = 1_760_000_400_000;
const SLOT_MS = 900_000;

/** A valid bucket; `slot` counts quarters of an hour from `START_MS`. */
export function sampleBucket(slot = 0, changes: Partial<SentBucket> = {}): SentBucket {
  return {
    entrance: 'door',
    epoch: '5f0c1a3e-1111-4222-8333-444455556666',
    startMs: START_MS + slot * SLOT_MS,
    slotMs: SLOT_MS,
    entries: 7,
    exits: 2,
    woman: 3,
    man: 2,
    undetermined: 2,
    dwellBins: [1, 2, 3, 1, 0, 0],
    coverageSec: 899.5,
    missing: { camera: 0.25, restart: 0.25 },
    softwareVersion: '0.1.0',
    model: 'mini-xception',
    settingsVersion: 1,
    tier: 'wgsl',
    meanFrameRate: 14.75,
    latencyBins: [0, 3, 40, 2],
    revision: 3,
    ...changes,
  };
}

/** What a kiosk says of itself. */
export const SAMPLE_REPORT: KioskReport = {
  softwareVersion: '0.1.0',
  tier: 'wgsl',
  timeZone: 'Europe/Zurich',
  sentAtMs: START_MS,
  dueCount: 1,
  oldestDueStartMs: START_MS,
};

/** A valid batch of `buckets`. */
export function sampleBatch(...buckets: readonly SentBucket[]): Batch {
  return { protocol: PROTOCOL, kiosk: SAMPLE_REPORT, buckets };
}
