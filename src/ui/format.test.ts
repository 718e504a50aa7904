import { expect, test } from 'vitest';
import {
  formatCount,
  formatCountOf,
  formatCountdown,
  formatHours,
  formatMegabytes,
  formatMinutes,
  formatMs,
  formatStretch,
  formatTimeZone,
} from './format.ts';

test('thousands are apart', () => {
  expect(formatCount(0)).toBe('0');
  expect(formatCount(12_847)).toBe('12,847');
});

test('one thing is told as one', () => {
  expect([0, 1, 2_359].map((count) => formatCountOf(count, 'file'))).toEqual([
    '0 files',
    '1 file',
    '2,359 files',
  ]);
});

test('a wait is rounded up, and never negative', () => {
  expect([11_001, 59_000, 75_000, 125_000, -400].map(formatCountdown)).toEqual([
    '12 s',
    '59 s',
    '1 min 15 s',
    '2 min 05 s',
    '0 s',
  ]);
});

test('time that is there is never written as none', () => {
  expect([0, 12, 31, 540, 900].map(formatMinutes)).toEqual([
    '0 min',
    'under 1 min',
    '1 min',
    '9 min',
    '15 min',
  ]);
  expect([12, 3540, 3600, 16_860].map(formatHours)).toEqual([
    'under 1 min',
    '59 min',
    '1 h 0 min',
    '4 h 41 min',
  ]);
});

test('a stretch is written in local time', () => {
  const start = new Date(2026, 10, 24, 9, 5).getTime();
  expect(formatStretch(start, start + 900_000)).toBe('09:05–09:20');
});

test('the time zone has a name and an offset', () => {
  expect(formatTimeZone(Date.UTC(2026, 10, 24))).toMatch(/^\p{L}.*, (GMT|UTC)([+-]\d+(:\d\d)?)?$/u);
});

test('sizes and times of computing carry their unit', () => {
  expect(formatMegabytes(3_440_000)).toBe('3.4 MB');
  expect(formatMs(18.26)).toBe('18.3 ms');
});
