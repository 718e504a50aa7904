/**
 * A constant-velocity Kalman filter for one coordinate of a box, with continuous white noise as acceleration.
 * Source: Y. Bar-Shalom, X. R. Li, T. Kirubarajan, "Estimation with Applications to Tracking and Navigation", 2001, section 6.2.2.
 */

/** Estimate of one coordinate: value, its rate of change a second, and their covariance. */
export interface KalmanState {
  readonly value: number;
  readonly velocityPerSec: number;
  /** Variance of the value, covariance, variance of the velocity. */
  readonly covariance: readonly [value: number, cross: number, velocity: number];
}

/** How restless the motion is, and how much a measurement strays; in units of the coordinate. */
export interface KalmanNoise {
  /** Standard deviation of a measurement; above 0. */
  readonly measurementSigma: number;
  /** Standard deviation of the velocity before anything is known of it, units per second. */
  readonly velocitySigma: number;
  /** Standard deviation by which the velocity strays within one second, units per second. */
  readonly wanderSigma: number;
}

/** A first estimate from one measurement: at rest, but not sure of it. */
export function startKalman(value: number, { measurementSigma, velocitySigma }: KalmanNoise): KalmanState {
  return { value, velocityPerSec: 0, covariance: [measurementSigma ** 2, 0, velocitySigma ** 2] };
}

/** The estimate `elapsedSec` later, without a measurement. Two halves of a time give the same as the whole. */
export function predictKalman(
  state: KalmanState,
  elapsedSec: number,
  { wanderSigma }: KalmanNoise,
): KalmanState {
  const [value, cross, velocity] = state.covariance;
  const wander = wanderSigma ** 2;
  return {
    value: state.value + state.velocityPerSec * elapsedSec,
    velocityPerSec: state.velocityPerSec,
    covariance: [
      value + 2 * elapsedSec * cross + elapsedSec ** 2 * velocity + (wander * elapsedSec ** 3) / 3,
      cross + elapsedSec * velocity + (wander * elapsedSec ** 2) / 2,
      velocity + wander * elapsedSec,
    ],
  };
}

/** Variance of a measurement around the estimate. */
export function innovationVariance({ covariance }: KalmanState, { measurementSigma }: KalmanNoise): number {
  return covariance[0] + measurementSigma ** 2;
}

/** The estimate after a measurement: the Kalman gain decides how far it moves. */
export function correctKalman(state: KalmanState, measured: number, noise: KalmanNoise): KalmanState {
  const [value, cross, velocity] = state.covariance;
  const variance = innovationVariance(state, noise);
  const valueGain = value / variance;
  const velocityGain = cross / variance;
  // What stays unknown: 1 - valueGain, without its rounding to nothing after long times without a measurement.
  const remaining = noise.measurementSigma ** 2 / variance;
  const innovation = measured - state.value;
  return {
    value: state.value + valueGain * innovation,
    velocityPerSec: state.velocityPerSec + velocityGain * innovation,
    // No covariance of two numbers exceeds what their variances allow, which bounds the last difference in spite of its rounding.
    covariance: [
      remaining * value,
      remaining * cross,
      Math.max(velocity - velocityGain * cross, remaining * velocity),
    ],
  };
}
