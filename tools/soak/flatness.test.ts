import { expect, test } from 'vitest';
import { trendOf, type Reading } from './flatness.ts';

const readings = (value: (index: number) => number): Reading[] =>
  Array.from({ length: 12 }, (_, index) => ({ frames: 50 * index, value: value(index) }));

test('a steady leak is found among noise, at its size a frame', () => {
  const noise = [3, -7, 5, 0, -4, 8, -6, 2, 7, -1, -3, 4];
  const { perFrame, growth } = trendOf(readings((index) => 1_000 + 100 * index + (noise[index] ?? 0)));
  expect(perFrame).toBeCloseTo(2, 1);
  expect(growth).toBeCloseTo(2 * 50 * 7, -2);
});

test('what grows while the run warms up, and one odd reading, are no leak', () => {
  expect(trendOf(readings((index) => Math.min(index, 4) * 1_000)).growth).toBe(0);
  expect(trendOf(readings((index) => (index === 8 ? 1e6 : 500))).growth).toBe(0);
});

test('too few readings say nothing', () => {
  expect(trendOf([])).toEqual({ mean: 0, perFrame: 0, growth: 0 });
  expect(trendOf([{ frames: 0, value: 5 }])).toMatchObject({ mean: 5, growth: 0 });
});
