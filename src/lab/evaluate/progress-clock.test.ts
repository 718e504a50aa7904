import { expect, it } from 'vitest';
import { ProgressClock } from './progress-clock.ts';

it('says each step at once and then five times a second, with the time left once it is known', () => {
  const clock = new ProgressClock();
  expect(clock.take('rows', 0, 0, 0)).toEqual({ step: 'rows', done: 0, total: 0, remainingMs: undefined });
  expect(clock.take('rows', 9, 10, 100)).toBeUndefined();
  expect(clock.take('pictures', 1, 100, 150)).toMatchObject({ step: 'pictures', remainingMs: undefined });
  expect(clock.take('pictures', 5, 100, 349)).toBeUndefined();
  expect(clock.take('pictures', 10, 100, 1_150)).toMatchObject({ done: 10, remainingMs: undefined });
  // A quarter took four seconds.
  expect(clock.take('pictures', 25, 100, 4_150)).toMatchObject({ done: 25, remainingMs: 12_000 });
});
