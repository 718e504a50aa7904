import { assert, array, double, property } from 'fast-check';
import { expect, test } from 'vitest';
import {
  framesAtOnce,
  hangsAfterMs,
  nameOfLoad,
  nextPacing,
  paceOf,
  UNPACED,
  type PacingMemory,
} from './pacing.ts';

/** Pacing after these medians, one step each, of frames with so many faces in so many views. */
function after(
  mediansMs: readonly number[],
  memory: PacingMemory = UNPACED,
  faces = 1,
  views = 1,
): PacingMemory {
  const load = nameOfLoad({ faces, views });
  return mediansMs.reduce((so, medianMs) => nextPacing(so, { load, medianMs }), memory);
}

const steps = (count: number, medianMs: number): number[] => Array.from({ length: count }, () => medianMs);

/** Share of the time for which an engine is busy that takes so long for a frame and is asked at this pace. */
const dutyOf = ({ intervalMs }: PacingMemory, medianMs: number): number =>
  medianMs / Math.max(intervalMs, medianMs);

test('an engine that answers as fast as it can is asked for every frame, at any speed', () => {
  expect(after(steps(20, 8))).toMatchObject({ hot: false, intervalMs: 0 });
  expect(after([900, 1_100, 950, 1_300, 1_000])).toMatchObject({ hot: false, intervalMs: 0 });
});

/** The duty of an engine that took 10 ms for a frame when it was cool, and now takes `medianMs`. */
const duty = (medianMs: number): number => dutyOf(after([10, medianMs]), medianMs);

test('the hotter an engine runs the less it is asked, down to a floor', () => {
  expect(duty(19)).toBe(1);
  expect(duty(20.1)).toBeCloseTo(0.8, 1);
  expect(duty(30)).toBeCloseTo(0.8 / 1.5);
  expect(duty(40)).toBeCloseTo(0.4);
  expect(duty(300)).toBeCloseTo(0.4);
});

test('the pause leaves a frame a second, since people are forgotten between fewer', () => {
  expect(after([10, 480]).intervalMs).toBe(1_000);
  expect(duty(1_500)).toBe(1);
});

test('a crowd that takes its time is no heat; one that takes longer than crowds did is', () => {
  const crowd = after([80], after([20], UNPACED, 0), 12);
  expect(crowd).toMatchObject({ hot: false, intervalMs: 0 });
  expect(after([170], crowd, 12).hot).toBe(true);
  expect(after([20], crowd, 0).hot).toBe(false);
});

test('people in the distance, for whom squares of the frame are looked at as well, are no heat', () => {
  expect(after([75], after([25], UNPACED, 2, 1), 2, 3)).toMatchObject({ hot: false, intervalMs: 0 });
});

test('an engine that runs hot stays so until it is nearly as fast as it was', () => {
  const hot = after([10, 25]);
  expect(after([15], hot).hot).toBe(true);
  expect(dutyOf(after([15], hot), 15)).toBeLessThanOrEqual(0.8);
  expect(after([12.9], hot).hot).toBe(false);
});

test('after the heat the pause shrinks step by step, until no frame is left out', () => {
  let memory = after([10, 60]);
  const intervals: number[] = [];
  for (let step = 0; step < 20; step++) {
    memory = after([10], memory);
    intervals.push(memory.intervalMs);
  }
  expect(intervals[0]).toBeCloseTo(0.8 * 150);
  expect(intervals).toEqual(intervals.toSorted((a, b) => b - a));
  expect(intervals.at(-1)).toBe(0);
});

test('whatever the medians, a hot engine is busy for 40 to 80 % of the time unless it takes most of a second for a frame', () => {
  assert(
    property(array(double({ min: 1, max: 800, noNaN: true }), { minLength: 1 }), (medians) => {
      let memory = UNPACED;
      for (const medianMs of medians) {
        memory = after([medianMs], memory);
        expect(memory.bestMs.get(nameOfLoad({ faces: 1, views: 1 }))).toBeLessThanOrEqual(medianMs);
        if (memory.hot) expect(dutyOf(memory, medianMs)).toBeLessThanOrEqual(0.8 + 1e-9);
        expect(memory.intervalMs).toBeLessThanOrEqual(Math.min(Math.max(...medians) / 0.4, 1_000) + 1e-9);
      }
    }),
  );
});

/** A chip that answers more slowly the warmer it is, and warms with use: 40 ms cool, 120 ms where its driver throttles it. */
function simulateHeat(paced: boolean, seconds: number): { readonly busy: number; readonly medianMs: number } {
  let [memory, warmth, busy, medianMs] = [UNPACED, 0, 1, 40];
  for (let step = 0; step < seconds / 2; step++) {
    medianMs = 40 * (1 + 2 * Math.min(Math.max(warmth - 0.5, 0), 1));
    memory = paced ? after([medianMs], memory) : UNPACED;
    busy = dutyOf(memory, medianMs);
    // Towards 1.6 when busy all the time, towards 0 when idle, within a few minutes.
    warmth += (1.6 * busy - warmth) * 0.02;
  }
  return { busy, medianMs };
}

test('a chip that throttles settles where it is cooler and answers sooner than without pacing', () => {
  const unpaced = simulateHeat(false, 3_600);
  const paced = simulateHeat(true, 3_600);
  expect(unpaced.medianMs).toBeCloseTo(120, 0);
  expect(paced.medianMs).toBeLessThan(100);
  expect(paced.busy).toBeLessThanOrEqual(0.8);
});

test('a hidden page asks for two frames a second at most, and says why', () => {
  expect(paceOf(UNPACED, true)).toEqual({ intervalMs: 500, pace: 'hidden' });
  expect(paceOf(UNPACED, false)).toEqual({ intervalMs: 0, pace: 'full' });
  const hot = after([100, 300]);
  expect(paceOf(hot, false)).toEqual({ intervalMs: hot.intervalMs, pace: 'hot' });
  expect(paceOf(hot, true)).toEqual({ intervalMs: hot.intervalMs, pace: 'hot' });
});

test('two frames are with a graphics processor at once, one with anything else', () => {
  expect(framesAtOnce('wgsl', false)).toBe(2);
  expect(framesAtOnce('wgsl', true)).toBe(1);
  expect(framesAtOnce('wasm', false)).toBe(1);
});

test('an engine hangs after twenty times its usual latency, but not within 5 s, and surely after 30 s', () => {
  expect([undefined, 20, 400, 9_000].map(hangsAfterMs)).toEqual([30_000, 5_000, 8_000, 30_000]);
});
