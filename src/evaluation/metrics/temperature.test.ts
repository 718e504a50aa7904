import { expect, it } from 'vitest';
import type { Judged } from './judge.ts';
import { bestTemperature } from './temperature.ts';

/** People of whom a share has the label that the log-odds point to. */
function people(count: number, logOdds: number, rightShare: number): Judged[] {
  return Array.from({ length: count }, (_, index) => {
    const label = index < count * rightShare ? 'man' : 'woman';
    return { file: `${index}`, label, logOdds, guess: 'man', appearance: 'man', right: label === 'man' };
  });
}

it('finds the temperature at which log-odds say how often they are right', () => {
  // Right 3 in 4 times, whose log-odds are ln 3; the model says twice that, after a division by 1.5.
  const judged = people(400, 2 * Math.log(3), 0.75);
  expect(bestTemperature(judged, 1.5)).toBeCloseTo(3, 3);
});

it('stays between its ends, and is nothing without anybody', () => {
  expect(bestTemperature(people(10, 1, 1), 1)).toBeCloseTo(0.05, 3);
  expect(bestTemperature(people(10, 1, 0), 1)).toBeCloseTo(20, 1);
  expect(bestTemperature(people(10, 5_000, 0.5), 1)).toBeCloseTo(20, 1);
  expect(bestTemperature([], 1)).toBeNull();
});
