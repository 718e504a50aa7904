import { array, assert, boolean, integer, property, record, type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  correctKalman,
  innovationVariance,
  predictKalman,
  startKalman,
  type KalmanNoise,
  type KalmanState,
} from './kalman-filter.ts';

const NOISE: KalmanNoise = { measurementSigma: 2, velocitySigma: 3, wanderSigma: 6 };

function between(min: number, max: number): Arbitrary<number> {
  // Not fast-check's doubles: nearly all of those are as good as 0.
  return integer({ min: 0, max: 10_000 }).map((step) => min + ((max - min) * step) / 10_000);
}

const noises = record({
  measurementSigma: between(0.01, 100),
  velocitySigma: between(0.01, 1_000),
  wanderSigma: between(0.01, 1_000),
});

function expectClose(actual: KalmanState, expected: KalmanState): void {
  expect(actual.value).toBeCloseTo(expected.value, 9);
  expect(actual.velocityPerSec).toBeCloseTo(expected.velocityPerSec, 9);
  for (const index of [0, 1, 2] as const)
    expect(actual.covariance[index] / (expected.covariance[index] || 1)).toBeCloseTo(
      expected.covariance[index] === 0 ? 0 : 1,
      9,
    );
}

describe('values computed by hand', () => {
  test('a start is at rest, as sure as one measurement', () => {
    expect(startKalman(10, NOISE)).toEqual({ value: 10, velocityPerSec: 0, covariance: [4, 0, 9] });
  });

  test('a prediction moves on and grows less sure', () => {
    const state: KalmanState = { value: 10, velocityPerSec: 4, covariance: [4, 1, 9] };
    // F P Fᵀ = [4 + 2·0.5·1 + 0.25·9, 1 + 0.5·9; 9]; Q = 36 · [0.5³/3, 0.5²/2; 0.5].
    expectClose(predictKalman(state, 0.5, NOISE), {
      value: 12,
      velocityPerSec: 4,
      covariance: [7.25 + 1.5, 5.5 + 4.5, 9 + 18],
    });
  });

  test('a correction moves by the gain', () => {
    const state: KalmanState = { value: 10, velocityPerSec: 4, covariance: [12, 8, 20] };
    // S = 12 + 4 = 16; gains 12/16 and 8/16; the measurement is 8 further on.
    expect(innovationVariance(state, NOISE)).toBe(16);
    expectClose(correctKalman(state, 18, NOISE), {
      value: 10 + 0.75 * 8,
      velocityPerSec: 4 + 0.5 * 8,
      covariance: [0.25 * 12, 0.25 * 8, 20 - 0.5 * 8],
    });
  });
});

test('no time changes nothing, and two parts of a time give the same as the whole', () => {
  assert(
    property(noises, between(0, 3), between(0, 3), (noise, firstSec, secondSec) => {
      const start = correctKalman(predictKalman(startKalman(5, noise), 0.3, noise), 7, noise);
      expect(predictKalman(start, 0, noise)).toEqual(start);
      expectClose(
        predictKalman(predictKalman(start, firstSec, noise), secondSec, noise),
        predictKalman(start, firstSec + secondSec, noise),
      );
    }),
  );
});

test('a steady walk is followed: the velocity is found and the error goes to zero', () => {
  let state = startKalman(0, NOISE);
  for (let frame = 1; frame <= 100; frame++)
    state = correctKalman(predictKalman(state, 0.1, NOISE), 2.5 * frame, NOISE);
  expect(state.velocityPerSec).toBeCloseTo(25, 2);
  expect(state.value).toBeCloseTo(250, 2);
});

/** Found by the property below: six minutes unseen, then a measurement that is sure to 0.01. */
const SURE = { measurementSigma: 0.01, velocitySigma: 0.01, wanderSigma: 255.8 };
const LONG_UNSEEN = [25.76, 70.72, 99.03, 80.87, 23.51, 69.52].map((elapsedSec, index, { length }) => ({
  elapsedSec,
  measured: -10_000,
  isFound: index === length - 1,
}));

test('the covariance stays positive whatever the times, gaps and measurements', () => {
  const steps = array(
    record({ elapsedSec: between(0, 100), measured: between(-1e4, 1e4), isFound: boolean() }),
    { maxLength: 60 },
  );
  assert(
    property(noises, steps, (noise, history) => {
      let state = startKalman(0, noise);
      for (const { elapsedSec, measured, isFound } of history) {
        state = predictKalman(state, elapsedSec, noise);
        if (isFound) state = correctKalman(state, measured, noise);
        const [value, cross, velocity] = state.covariance;
        expect(value).toBeGreaterThan(0);
        expect(velocity).toBeGreaterThan(0);
        expect(value * velocity - cross ** 2).toBeGreaterThan(-1e-9 * value * velocity);
        expect(Number.isFinite(state.value + state.velocityPerSec)).toBe(true);
      }
    }),
    { examples: [[SURE, LONG_UNSEEN]] },
  );
});
