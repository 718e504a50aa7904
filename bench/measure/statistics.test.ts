import { expect, test } from 'vitest';
import { summarise } from './statistics.ts';

test('median and interquartile range lie between neighbours where they must', () => {
  expect(summarise([4, 1, 3, 2, 5])).toEqual({ median: 3, spread: 2 });
  expect(summarise([1, 2, 3, 10])).toEqual({ median: 2.5, spread: 4.75 - 1.75 });
  expect(summarise([7])).toEqual({ median: 7, spread: 0 });
  expect(summarise([]).median).toBeNaN();
});
