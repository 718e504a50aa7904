import { expect, test } from 'vitest';
import { bucketAt, DAY_START_MS, dayOf } from '../day.testing.ts';
import { chartScale, chartSpan } from './chart-scale.ts';
import { dayRows } from './day-rows.ts';

const HOUR_MS = 3_600_000;

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [33, [0, 10, 20, 30, 40]],
  [401, [0, 100, 200, 300, 400, 500]],
])('up to %i people, an axis has the ticks %j', (highest, ticks) => {
  expect(chartScale({ startMs: 0, endMs: HOUR_MS }, highest).counts).toEqual(ticks);
});

function spanInHours(firstHours: number, nowHours: number): readonly number[] {
  const rows = dayRows(dayOf([bucketAt(firstHours, { woman: 1 })]), DAY_START_MS + nowHours * HOUR_MS);
  const { startMs, endMs } = chartSpan(rows, DAY_START_MS);
  return [startMs, endMs].map((timeMs) => (timeMs - DAY_START_MS) / HOUR_MS);
}

test('a chart begins with the hour of the first measured slot and ends with the hour that is going on', () => {
  expect(spanInHours(9.25, 16.6)).toEqual([9, 17]);
});

test('a chart shows four hours at least', () => {
  expect(spanInHours(9.25, 9.6)).toEqual([9, 13]);
});

test('a chart of the evening has the hours before, and none of the next day', () => {
  expect(spanInHours(21.25, 21.6)).toEqual([20, 24]);
});

test('the hours of a whole day do not crowd', () => {
  const day = { startMs: DAY_START_MS, endMs: DAY_START_MS + 24 * HOUR_MS };
  expect(chartScale(day, 1).hoursMs.map((timeMs) => (timeMs - DAY_START_MS) / HOUR_MS)).toEqual([
    0, 3, 6, 9, 12, 15, 18, 21, 24,
  ]);
});
