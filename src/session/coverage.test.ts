import { assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import {
  markRepeated,
  spanSinceHeartbeat,
  spansBetween,
  splitBySlot,
  type CoverageSpan,
} from './coverage.ts';

const SLOT_MS = 900_000;
const seconds = (spans: readonly CoverageSpan[]): number =>
  spans.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs) / 1000, 0);

test('time on both clocks is one measured stretch', () => {
  const spans = spansBetween(
    { wallMs: 1_000, monotonicMs: 50 },
    { wallMs: 4_000, monotonicMs: 3_050 },
    undefined,
  );
  expect(spans).toEqual([{ startMs: 1_000, endMs: 4_000, reason: undefined }]);
});

test('a wall clock that leaps forward leaves a gap that is told, and only the time that ran is measured', () => {
  const hourMs = 3_600_000;
  const spans = spansBetween(
    { wallMs: 0, monotonicMs: 0 },
    { wallMs: hourMs, monotonicMs: 1_000 },
    undefined,
  );
  expect(spans).toEqual([
    { startMs: 0, endMs: hourMs - 1_000, reason: 'clock' },
    { startMs: hourMs - 1_000, endMs: hourMs, reason: undefined },
  ]);
});

test('a wall clock that is set back measures no more than the time that ran', () => {
  const spans = spansBetween(
    { wallMs: 90_000, monotonicMs: 0 },
    { wallMs: 10_000, monotonicMs: 2_000 },
    'camera',
  );
  expect(spans).toEqual([{ startMs: 8_000, endMs: 10_000, reason: 'camera' }]);
});

test('the time since the last run is a restart when short, and off when long; the first start has none', () => {
  expect(spanSinceHeartbeat(undefined, 5_000)).toEqual([]);
  expect(spanSinceHeartbeat(9_000, 5_000)).toEqual([]);
  expect(spanSinceHeartbeat(1_000, 61_000)).toEqual([{ startMs: 1_000, endMs: 61_000, reason: 'restart' }]);
  expect(spanSinceHeartbeat(0, 3_600_000)).toEqual([{ startMs: 0, endMs: 3_600_000, reason: 'off' }]);
  const yearMs = 365 * 86_400_000;
  expect(seconds(spanSinceHeartbeat(0, yearMs))).toBe(86_400);
});

test('time that a clock shows again is marked, up to where it was before; drift and old errors are not', () => {
  const span = { startMs: 100_000, endMs: 200_000, reason: undefined };
  expect(markRepeated([span], 150_000)).toEqual([
    { startMs: 100_000, endMs: 150_000, reason: 'clock' },
    { startMs: 150_000, endMs: 200_000, reason: undefined },
  ]);
  expect(markRepeated([span], 300_000)).toEqual([{ ...span, reason: 'clock' }]);
  expect(markRepeated([span], 102_000)).toEqual([span]);
  expect(markRepeated([span], 100_000)).toEqual([span]);
  expect(markRepeated([span], 200_000 + 25 * 3_600_000)).toEqual([span]);
});

test('splitting by slot loses nothing, and no part crosses a slot', () => {
  assert(
    property(nat(1e9), nat(1e7), (startMs, lengthMs) => {
      const span = { startMs, endMs: startMs + lengthMs, reason: undefined };
      const parts = splitBySlot(span, SLOT_MS);
      expect(seconds(parts)).toBeCloseTo(lengthMs / 1000, 6);
      for (const part of parts) {
        expect(part.endMs).toBeGreaterThan(part.startMs);
        expect(Math.floor(part.startMs / SLOT_MS)).toBe(Math.floor((part.endMs - 1) / SLOT_MS));
      }
    }),
  );
});
