import { expect, test } from 'vitest';
import { BackOff } from './back-off.ts';

const TIMES = { firstMs: 2_000, longestMs: 30_000, wellAfterMs: 60_000 };

test('the wait doubles with each failure in a row, from the first wait to the longest', () => {
  const backOff = new BackOff(TIMES);
  expect([1, 2, 3, 4, 5, 6].map(() => backOff.fail(10))).toEqual([
    2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
});

test('a failure after a long good run, or after a reset, is a first one', () => {
  const backOff = new BackOff(TIMES);
  backOff.fail(10);
  backOff.fail(10);
  expect(backOff.fail(60_001)).toBe(2_000);
  expect(backOff.fail(60_000)).toBe(4_000);
  backOff.reset();
  expect(backOff.fail(10)).toBe(2_000);
});
