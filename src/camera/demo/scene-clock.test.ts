import { expect, test } from 'vitest';
import { LONGEST_STEP_MS, SceneClock } from './scene-clock.ts';

test('the scene runs with real time while its frames are taken', () => {
  const clock = new SceneClock(1_000);
  const times = [1_050, 1_100, 1_350, 1_700].map((nowMs) => {
    clock.allowStep();
    return clock.advance(nowMs);
  });
  expect(times).toEqual([50, 100, 350, 700]);
});

test('the scene stands still after one step until a frame is taken, and does not leap when one is', () => {
  const clock = new SceneClock(0);
  expect([300, 600, 900, 60_000].map((nowMs) => clock.advance(nowMs))).toEqual([
    300,
    LONGEST_STEP_MS,
    LONGEST_STEP_MS,
    LONGEST_STEP_MS,
  ]);
  clock.allowStep();
  expect(clock.advance(60_050)).toBe(LONGEST_STEP_MS + 50);
});
