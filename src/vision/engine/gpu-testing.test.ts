import { describe, expect, test } from 'vitest';
import { greatestDifference, tolerance } from './gpu.testing.ts';

describe('the greatest difference, which every GPU test relies on', () => {
  test.each([
    [[NaN], [NaN]],
    [[0], [NaN]],
    [[Infinity], [Infinity]],
    [[1, 2], [1]],
  ])('%j against %j is infinite', (a, b) => {
    expect(greatestDifference(a, b)).toBe(Infinity);
  });

  test('is absolute, and of the worst pair', () => {
    expect(greatestDifference([1, -2, 3], [1, 2, 2.5])).toBe(4);
    expect(greatestDifference([], [])).toBe(0);
  });
});

test('tolerance is four times the machine epsilon for each product', () => {
  expect(tolerance(9)).toBe(36 * 2 ** -23);
  expect(tolerance(9, 100)).toBe(3600 * 2 ** -23);
  expect(tolerance(0)).toBe(4 * 2 ** -23);
});
