import { expect, test } from 'vitest';
import { countingTemperature } from './kept-weights.ts';

test('weights that made no mistake on the compared pictures are no surer than the shipped model', () => {
  expect(countingTemperature(0.05, 0.92)).toBe(0.92);
  expect(countingTemperature(1.7, 0.92)).toBe(1.7);
  expect(countingTemperature(null, 0.92)).toBe(1);
});
