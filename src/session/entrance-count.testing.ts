/** A count at an entrance with a real database behind it, for tests. */
import type { Face } from '../domain/face.ts';
import { framePx } from '../domain/geometry.ts';
import { readBuckets, type BucketContext } from '../store/buckets.ts';
import { isStoreFault, openDatabase, type OpenDatabase } from '../store/database.ts';
import { ClockTrust, type ClockBounds } from './clock-trust.ts';
import type { Instant } from './coverage.ts';
import { HoldingWriter } from './holding-writer.ts';
import { createEntranceCount, type AnalysedFrame, type EntranceCount } from './entrance-count.ts';

/** Length of the slots, milliseconds. */
export const SLOT_MS = 900_000;
const CALIBRATION = { temperature: 1, undeterminedBelowAbsLogOdds: 2 };
const FRAME_SIZE = { width: 1280, height: 720 };
/** When counts begin unless said otherwise. */
export const START_MS = 1_000 * SLOT_MS;
const context: BucketContext = {
  slotMs: SLOT_MS,
  softwareVersion: 'test',
  model: 'test@1',
  settingsVersion: 1,
  tier: 'wgsl',
};

let opened: OpenDatabase | undefined;

/** Begins to count in a database of its own. */
export async function startCount(
  start: Instant = { wallMs: START_MS, monotonicMs: 0 },
  bounds: ClockBounds = { builtMs: 0, lastSeenMs: undefined },
): Promise<EntranceCount> {
  const database = await openDatabase(() => {}, crypto.randomUUID());
  if (isStoreFault(database)) throw new Error(database.message);
  opened = database;
  const clock = new ClockTrust(bounds, start);
  const writer = new HoldingWriter({ open: database, entrance: 'main', context: () => context, clock });
  return createEntranceCount(writer, { slotMs: SLOT_MS, start, clock });
}

/** A face of 80 pixels in the middle of the picture's height. */
export function faceAt(x: number, logits: readonly [number, number]): Face {
  const point = (dx: number, dy: number): { x: Face['box']['x']; y: Face['box']['y'] } => ({
    x: framePx(x + dx),
    y: framePx(300 + dy),
  });
  return {
    box: { x: framePx(x), y: framePx(300), width: framePx(80), height: framePx(80) },
    keypoints: [point(25, 30), point(55, 30), point(40, 45), point(40, 60), point(5, 35), point(75, 35)],
    score: 0.9,
    logits,
  };
}

/** A frame that was answered in 40 ms. */
export function frameOf(faces: readonly Face[], takenMs: number): AnalysedFrame {
  return { faces, frameSize: FRAME_SIZE, calibration: CALIBRATION, takenMs, latencyMs: 40 };
}

/** A moment some milliseconds after the count began. */
export function after(ms: number): Instant {
  return { wallMs: START_MS + ms, monotonicMs: ms };
}

/** The database of the count that was begun last. */
export function databaseOf(): OpenDatabase['database'] {
  if (opened === undefined) throw new Error('no database');
  return opened.database;
}

/** What it holds of the entrance. */
export const buckets = async (): ReturnType<typeof readBuckets> => {
  if (opened === undefined) throw new Error('no database');
  return readBuckets(opened.database, 'main', 0, Number.MAX_SAFE_INTEGER);
};

/** Closes the database. */
export function closeCount(): void {
  opened?.database.close();
}

/** No frames for a reason that is not known yet. */
export const camera = { reason: 'camera', known: false } as const;
