import { expect, test } from 'vitest';
import { pauseMs } from './pause.ts';

test('after success a minute, give or take a tenth', () => {
  expect(pauseMs(0, undefined, () => 0)).toBe(54_000);
  expect(pauseMs(0, undefined, () => 1)).toBe(66_000);
});

test('after failures in a row, anything up to a time that doubles and ends at a quarter of an hour', () => {
  expect([1, 2, 3, 20].map((failures) => pauseMs(failures, undefined, () => 1))).toEqual([
    5_000, 10_000, 20_000, 900_000,
  ]);
  expect(pauseMs(5, undefined, () => 0)).toBe(0);
});

test('what the collector asked for is waited in any case, up to a day', () => {
  expect(pauseMs(1, 120_000, () => 0)).toBe(120_000);
  expect(pauseMs(1, Number.MAX_SAFE_INTEGER, () => 0)).toBe(86_400_000);
});
