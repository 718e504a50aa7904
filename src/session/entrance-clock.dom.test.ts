/** What a clock that is wrong, or is set, does to the counts of an entrance. */
import { afterEach, expect, test } from 'vitest';
import { readHeartbeat } from '../store/heartbeat.ts';
import { countUndated } from '../store/undated.ts';
import type { EntranceCount } from './entrance-count.ts';
import {
  after,
  buckets,
  camera,
  closeCount,
  databaseOf,
  faceAt,
  frameOf,
  SLOT_MS,
  START_MS,
  startCount,
} from './entrance-count.testing.ts';

afterEach(closeCount);

const HOUR_MS = 3_600_000;
const MONOTONIC_START_MS = 5_000;

/** Counts a woman who is there for three seconds, at one frame a tenth of a second. */
function countOne(count: EntranceCount, wallMs: number, monotonicMs: number): void {
  for (let frame = 1; frame <= 60; frame++) {
    const passedMs = frame * 100;
    const faces = frame > 30 ? [] : [faceAt(100 + 4 * frame, [5, 0])];
    const now = { wallMs: wallMs + passedMs, monotonicMs: monotonicMs + passedMs };
    count.addFrame(frameOf(faces, monotonicMs + passedMs), now);
  }
}

test('who comes while a tablet believes in 1970 is counted at the right time once the clock is set', async () => {
  const boot = { wallMs: 60_000, monotonicMs: MONOTONIC_START_MS };
  // Slots begin 100 s into the count, so that people of two slots wait.
  const realStartMs = 2_000_000 * SLOT_MS - 100_000;
  const bounds = { builtMs: 1_900_000 * SLOT_MS, lastSeenMs: realStartMs - 120_000 };
  const count = await startCount(boot, bounds);
  count.addTimeSince(bounds.lastSeenMs);
  countOne(count, boot.wallMs, MONOTONIC_START_MS);
  count.addGap({ wallMs: 60_000 + 106_000, monotonicMs: MONOTONIC_START_MS + 106_000 }, camera);
  countOne(count, boot.wallMs + 106_000, MONOTONIC_START_MS + 106_000);
  await count.flush();
  expect(await buckets()).toEqual([]);
  expect(await countUndated(databaseOf(), 'main')).toBe(2);
  expect(await readHeartbeat(databaseOf())).toBeUndefined();

  count.addGap({ wallMs: realStartMs + 113_000, monotonicMs: MONOTONIC_START_MS + 113_000 }, camera);
  await count.finish({ wallMs: realStartMs + 114_000, monotonicMs: MONOTONIC_START_MS + 114_000 });
  const found = await buckets();
  expect(found).toMatchObject([
    { startMs: 1_999_999 * SLOT_MS, entries: 1, missing: { restart: 120, camera: 94 } },
    { startMs: 2_000_000 * SLOT_MS, entries: 1, missing: { camera: 6 } },
  ]);
  expect(found.map(({ coverageSec }) => Math.round(coverageSec))).toEqual([6, 6]);
  expect(found.every(({ missing }) => missing.clock === undefined)).toBe(true);
  expect(await countUndated(databaseOf(), 'main')).toBe(0);
});

test('who was counted under a wrong clock is kept without a time when the page ends before it is set', async () => {
  const count = await startCount(
    { wallMs: 0, monotonicMs: 0 },
    { builtMs: START_MS * 2, lastSeenMs: undefined },
  );
  countOne(count, 0, 0);
  expect(await count.finish({ wallMs: 7_000, monotonicMs: 7_000 })).toBeUndefined();
  expect(await countUndated(databaseOf(), 'main')).toBe(1);
  expect(await buckets()).toEqual([]);
});

test('a clock that is set back an hour measures no second twice and loses nobody', async () => {
  const count = await startCount();
  for (let timeMs = 1_000; timeMs <= 2 * HOUR_MS; timeMs += 1_000)
    count.addFrame(frameOf([], timeMs), after(timeMs));
  countOne(count, START_MS + HOUR_MS, 2 * HOUR_MS);
  for (let timeMs = 7_000; timeMs <= 70 * 60_000; timeMs += 1_000)
    count.addFrame(frameOf([], 2 * HOUR_MS + timeMs), {
      wallMs: START_MS + HOUR_MS + timeMs,
      monotonicMs: 2 * HOUR_MS + timeMs,
    });
  await count.flush();
  const found = await buckets();
  for (const { coverageSec } of found) expect(coverageSec).toBeLessThanOrEqual(SLOT_MS / 1000 + 2);
  const measuredSec = found.reduce((sum, { coverageSec }) => sum + coverageSec, 0);
  expect(Math.abs(measuredSec - 130 * 60)).toBeLessThanOrEqual(4);
  const repeatedSec = found.reduce((sum, { missing }) => sum + (missing.clock ?? 0), 0);
  expect(Math.abs(repeatedSec - 3_600)).toBeLessThanOrEqual(4);
  expect(found.reduce((sum, { entries }) => sum + entries, 0)).toBe(1);
});

test('a clock that leaps forward leaves a gap that is marked', async () => {
  const count = await startCount();
  count.addFrame(frameOf([], 1_000), after(1_000));
  count.addFrame(frameOf([], 2_000), { wallMs: START_MS + SLOT_MS + 500_000, monotonicMs: 2_000 });
  await count.flush();
  expect(await buckets()).toMatchObject([
    { coverageSec: 1, missing: { clock: 899 } },
    { coverageSec: 1, missing: { clock: 499 } },
  ]);
});
