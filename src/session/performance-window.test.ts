import { expect, test } from 'vitest';
import { createPerformanceWindow, type FrameMeasurement } from './performance-window.ts';

const frame = (encodeMs: number, totalMs: number): FrameMeasurement => ({
  encodeMs,
  totalMs,
  dispatches: 60,
  framePath: 'copy',
});

test('one frame has no rate; two have', () => {
  const measure = createPerformanceWindow();
  expect(measure(frame(1, 5), 1_000)).toBeUndefined();
  expect(measure(frame(3, 9), 1_500)).toEqual({
    frameRate: 2,
    encodeMs: 2,
    gpuMs: 5,
    totalMs: 7,
    dispatches: 60,
    framePath: 'copy',
  });
});

test('medians forget frames older than ten seconds and ignore one slow frame', () => {
  const measure = createPerformanceWindow();
  measure(frame(900, 900), 0);
  for (let second = 5; second < 12; second++) measure(frame(2, 10), second * 1000);
  const performance = measure(frame(2, 500), 12_000);
  expect(performance?.totalMs).toBe(10);
  expect(performance?.frameRate).toBeCloseTo(1);
});
