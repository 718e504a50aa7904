import { expect, test } from 'vitest';
import type { StepTime } from '../vision/protocol.ts';
import { createPerformanceWindow, type FrameMeasurement } from './performance-window.ts';

const frame = (encodeMs: number, totalMs: number): FrameMeasurement => ({
  encodeMs,
  totalMs,
  latencyMs: totalMs + 1,
  pace: 'full',
  dispatches: 60,
  framePath: 'copy',
});

const profile = (detectorMs: number): readonly StepTime[] => [
  { stage: 'import', label: 'import', gpuMs: 1 },
  { stage: 'detector', label: 'stem', gpuMs: detectorMs },
  { stage: 'detector', label: 'block', gpuMs: 2 },
];

test('one frame has no rate; two have', () => {
  const measure = createPerformanceWindow();
  expect(measure(frame(1, 5), 1_000)).toBeUndefined();
  expect(measure(frame(3, 9), 1_500)).toEqual({
    frameRate: 2,
    encodeMs: 2,
    gpuMs: 5,
    totalMs: 7,
    latencyMs: { p50: 6, p95: 10 },
    pace: 'full',
    dispatches: 60,
    framePath: 'copy',
    stages: 'none-yet',
  });
});

test('stages are summed over their steps and averaged over the timed frames', () => {
  const measure = createPerformanceWindow();
  measure({ ...frame(1, 5), profile: profile(3) }, 1_000);
  measure(frame(1, 5), 1_500);
  expect(measure({ ...frame(1, 5), profile: profile(5) }, 2_000)?.stages).toEqual([
    { stage: 'import', gpuMs: 1 },
    { stage: 'detector', gpuMs: 6 },
  ]);
  expect(measure({ ...frame(1, 5), profile: null }, 2_500)?.stages).toBe('cannot');
});

test('medians forget frames older than ten seconds and ignore one slow frame', () => {
  const measure = createPerformanceWindow();
  measure(frame(900, 900), 0);
  for (let second = 5; second < 12; second++) measure(frame(2, 10), second * 1000);
  const performance = measure(frame(2, 500), 12_000);
  expect(performance?.totalMs).toBe(10);
  expect(performance?.latencyMs).toEqual({ p50: 11, p95: 501 });
  expect(performance?.frameRate).toBeCloseTo(1);
});
