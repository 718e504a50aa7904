import { afterEach, expect, test } from 'vitest';
import { emptyBins, LATENCY_BIN_EDGES_MS } from '../domain/bucket.ts';
import {
  after,
  buckets,
  camera,
  closeCount,
  faceAt,
  frameOf,
  SLOT_MS,
  START_MS,
  startCount,
} from './entrance-count.testing.ts';

afterEach(closeCount);

test('a woman and a man are shown while they are there, and counted when they have gone', async () => {
  const count = await startCount();
  let shown = 0;
  for (let frame = 1; frame <= 60; frame++) {
    const now = { wallMs: START_MS + frame * 100, monotonicMs: frame * 100 };
    const faces = frame > 30 ? [] : [faceAt(100 + 4 * frame, [5, 0]), faceAt(900 - 4 * frame, [0, 5])];
    const { live } = count.addFrame(frameOf(faces, frame * 100), now);
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
    count.addFrame(frameOf([faceAt(100, [5, 0])], frame * 100), {
      wallMs: START_MS + frame * 100,
      monotonicMs: frame * 100,
    });
  expect(await count.finish({ wallMs: START_MS + 1_100, monotonicMs: 1_100 })).toBeUndefined();
  expect(await buckets()).toMatchObject([{ entries: 1, woman: 1 }]);
});

test('the weights that answer decide how faces are read, also when they change while somebody is there', async () => {
  const count = await startCount();
  for (let frame = 1; frame <= 20; frame++) {
    const { calibration, ...rest } = frameOf([faceAt(100, [5, 0])], frame * 100);
    // Answers of the second classifier say little: its log-odds are a tenth of what they seem.
    const temperature = frame <= 2 ? calibration.temperature : 100;
    count.addFrame({ ...rest, calibration: { ...calibration, temperature } }, after(frame * 100));
  }
  await count.finish(after(2_100));
  expect(await buckets()).toMatchObject([{ entries: 1, woman: 0, undetermined: 1 }]);
});

test('whoever left before the camera went is counted then, and not when it is back', async () => {
  const count = await startCount();
  for (let frame = 1; frame <= 20; frame++)
    count.addFrame(frameOf(frame > 10 ? [] : [faceAt(100, [5, 0])], frame * 100), after(frame * 100));
  count.addGap(after(2_100), { reason: 'camera', known: true });
  count.addGap(after(4_100), { reason: 'camera', known: true });
  count.addFrame(frameOf([], SLOT_MS + 60_000), after(SLOT_MS + 60_000));
  await count.flush();
  expect(await buckets()).toMatchObject([{ entries: 1 }, { entries: 0 }]);
});

test('time in which frames come too seldom to follow anybody is missing', async () => {
  const count = await startCount();
  for (let frame = 1; frame <= 5; frame++)
    count.addFrame(frameOf([faceAt(100, [5, 0])], frame * 1_300), after(frame * 1_300));
  await count.finish(after(6_500));
  // Of one frame that came late, the one before still speaks.
  expect(await buckets()).toMatchObject([{ entries: 0, coverageSec: 2.6, missing: { gpu: 3.9 } }]);
});

test('each frame is in the bin of the time that it took', async () => {
  const count = await startCount();
  count.addFrame(frameOf([], 100), after(100));
  count.addFrame({ ...frameOf([], 200), latencyMs: 9_999 }, after(200));
  await count.flush();
  const [bucket] = await buckets();
  const bins = emptyBins(LATENCY_BIN_EDGES_MS);
  bins[3] = bins[bins.length - 1] = 1;
  expect(bucket?.latencyBins).toEqual(bins);
});

test('time without frames is missing for its reason, in the slots where it lay', async () => {
  const count = await startCount();
  count.addGap(after(1_000), camera);
  const [slotSec, intoNextSec] = [SLOT_MS / 1000, 60];
  count.addGap(after(SLOT_MS + intoNextSec * 1000), camera);
  await count.flush();
  expect(await buckets()).toMatchObject([
    { entries: 0, coverageSec: 0, missing: { camera: slotSec } },
    { coverageSec: 0, missing: { camera: intoNextSec } },
  ]);
});

test('a short silence is measured time unless it is known that no frame can come', async () => {
  const count = await startCount();
  count.addFrame(frameOf([], 0), after(1_000));
  count.addGap(after(2_000), { reason: 'gpu', known: false });
  count.addFrame(frameOf([], 3_000), after(3_000));
  count.addGap(after(3_500), { reason: 'gpu', known: true });
  count.addFrame(frameOf([], 4_000), after(4_500));
  await count.flush();
  expect(await buckets()).toMatchObject([{ coverageSec: 3, missing: { gpu: 1.5 } }]);
});

test('the way from a lost engine to the first answer of the next is one gap', async () => {
  const count = await startCount();
  count.addFrame(frameOf([], 0), after(1_000));
  count.addGap(after(1_200), { reason: 'gpu', known: true });
  count.addGap(after(2_000), { reason: 'restart', known: true });
  count.addGap(after(4_000), { reason: 'gpu', known: false });
  count.addFrame(frameOf([], 5_500), after(6_000));
  count.addGap(after(7_000), { reason: 'restart', known: true });
  count.addGap(after(7_500), { reason: 'camera', known: true });
  count.addGap(after(8_000), { reason: 'restart', known: true });
  await count.flush();
  expect(await buckets()).toMatchObject([
    { coverageSec: 1, missing: { gpu: 5, restart: 1 + 0.5, camera: 0.5 } },
  ]);
});
