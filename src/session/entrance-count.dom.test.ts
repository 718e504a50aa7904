import { afterEach, expect, test } from 'vitest';
import type { Face } from '../domain/face.ts';
import { framePx } from '../domain/geometry.ts';
import { readBuckets, type BucketContext } from '../store/buckets.ts';
import { isStoreFault, openDatabase, type OpenDatabase } from '../store/database.ts';
import { createBucketWriter } from '../store/writer.ts';
import { createEntranceCount, type EntranceCount } from './entrance-count.ts';

const SLOT_MS = 900_000;
const CALIBRATION = { temperature: 1, undeterminedBelowAbsLogOdds: 2 };
const FRAME_SIZE = { width: 1280, height: 720 };
const START_MS = 1_000 * SLOT_MS;
const context: BucketContext = {
  slotMs: SLOT_MS,
  softwareVersion: 'test',
  model: 'test@1',
  settingsVersion: 1,
  tier: 'wgsl',
};

let opened: OpenDatabase | undefined;
afterEach(() => opened?.database.close());

async function startCount(): Promise<EntranceCount> {
  const database = await openDatabase(() => {}, crypto.randomUUID());
  if (isStoreFault(database)) throw new Error(database.message);
  opened = database;
  const writer = createBucketWriter(database, 'main', () => context);
  return createEntranceCount(writer, SLOT_MS, { wallMs: START_MS, monotonicMs: 0 });
}

function faceAt(x: number, logits: readonly [number, number]): Face {
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

const buckets = async (): ReturnType<typeof readBuckets> => {
  if (opened === undefined) throw new Error('no database');
  return readBuckets(opened.database, 'main', 0, Number.MAX_SAFE_INTEGER);
};

test('a woman and a man are shown while they are there, and counted when they have gone', async () => {
  const count = await startCount();
  let shown = 0;
  for (let frame = 1; frame <= 60; frame++) {
    const now = { wallMs: START_MS + frame * 100, monotonicMs: frame * 100 };
    const faces = frame > 30 ? [] : [faceAt(100 + 4 * frame, [5, 0]), faceAt(900 - 4 * frame, [0, 5])];
    const { live } = count.addFrame({ faces, frameSize: FRAME_SIZE, calibration: CALIBRATION }, now);
    if (frame === 20) {
      shown = live.presentNow;
      expect(live.people.map(({ leaning }) => leaning).toSorted()).toEqual(['man', 'woman']);
    }
  }
  await count.flush();
  expect(shown).toBe(2);
  const [bucket] = await buckets();
  expect(bucket).toMatchObject({ entries: 2, woman: 1, man: 1, undetermined: 0 });
  expect(bucket?.coverageSec).toBeCloseTo(6);
});

test('finishing counts whoever is still there', async () => {
  const count = await startCount();
  for (let frame = 1; frame <= 10; frame++)
    count.addFrame(
      { faces: [faceAt(100, [5, 0])], frameSize: FRAME_SIZE, calibration: CALIBRATION },
      { wallMs: START_MS + frame * 100, monotonicMs: frame * 100 },
    );
  expect(await count.finish({ wallMs: START_MS + 1_100, monotonicMs: 1_100 })).toBeUndefined();
  expect(await buckets()).toMatchObject([{ entries: 1, woman: 1 }]);
});

test('time without frames is missing for its reason, in the slots where it lay', async () => {
  const count = await startCount();
  count.addGap({ wallMs: START_MS + 1_000, monotonicMs: 1_000 }, 'camera');
  const [slotSec, intoNextSec] = [SLOT_MS / 1000, 60];
  const later = SLOT_MS + intoNextSec * 1000;
  count.addGap({ wallMs: START_MS + later, monotonicMs: later }, 'camera');
  await count.flush();
  expect(await buckets()).toMatchObject([
    { entries: 0, coverageSec: 0, missing: { camera: slotSec } },
    { coverageSec: 0, missing: { camera: intoNextSec } },
  ]);
});
