import { expect, test } from 'vitest';
import { bucketAt, DAY_START_MS, dayOf } from '../day.testing.ts';
import { dayRows } from './day-rows.ts';

const HOUR_MS = 3_600_000;
const at = (hours: number): number => DAY_START_MS + hours * HOUR_MS;

const missing = (coverageSec: number): unknown =>
  dayRows(dayOf([bucketAt(0, { woman: 1, coverageSec, missing: { camera: 60 } })]), at(0.25))[0]?.missing;

test('a day without a slot has no rows', () => {
  expect(dayRows(dayOf([]), at(14))).toEqual([]);
});

test('time before, between and after the slots is a row without a bucket', () => {
  const rows = dayRows(dayOf([bucketAt(9, { woman: 1 }), bucketAt(10, { man: 2 })]), at(11.1));
  expect(rows.map(({ startMs, endMs, bucket }) => [startMs, endMs, bucket?.entries])).toEqual([
    [at(0), at(9), undefined],
    [at(9), at(9.25), 1],
    [at(9.25), at(10), undefined],
    [at(10), at(10.25), 2],
    [at(10.25), at(11), undefined],
  ]);
});

test('a slot of which no second was measured has no numbers, but its reasons', () => {
  const [row] = dayRows(dayOf([bucketAt(0, { coverageSec: 0, missing: { gpu: 900 } })]), at(0.25));
  expect(row).toMatchObject({ bucket: undefined, missing: [{ reason: 'gpu', seconds: 900 }] });
});

test('people who were counted are shown, even where no coverage was kept', () => {
  const [row] = dayRows(dayOf([bucketAt(0, { woman: 1, coverageSec: 0 })]), at(0.25));
  expect(row?.bucket?.entries).toBe(1);
});

test('missing time without a reason is said, unless it is a moment', () => {
  expect(missing(820)).toEqual([{ reason: 'camera', seconds: 60 }]);
  expect(missing(600)).toEqual([
    { reason: 'camera', seconds: 60 },
    { reason: 'unknown', seconds: 240 },
  ]);
});

test('the rest of a slot that still runs is not missing, and nothing follows it', () => {
  const rows = dayRows(dayOf([bucketAt(0, { woman: 1, coverageSec: 120 })]), at(0.1));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ running: true, missing: [] });
});
