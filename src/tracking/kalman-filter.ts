/** A constant-velocity Kalman filter for one coordinate of a box. Source: R. E. Kalman, 1960; the white-acceleration model. */

/** Estimate of one coordinate: value, its rate of change a second, and their covariance. */
export interface KalmanState {
  readonly value: number;
  readonly velocityPerSec: number;
  /** Variance of the value, covariance, variance of the velocity. */
  readonly covariance: readonly [value: number, cross: number, velocity: number];
}

/** How restless the motion is, and how much a measurement strays; both in units of the coordinate. */
export interface KalmanNoise {
  /** Standard deviation of the acceleration, units per second squared. */
  readonly accelerationSigma: number;
  /** Standard deviation of a measurement. */
  readonly measurementSigma: number;
}

/** A first estimate from one measurement: at rest, but not sure of it. */
export function startKalman(
  value: number,
  { measurementSigma, accelerationSigma }: KalmanNoise,
): KalmanState {
  return { value, velocityPerSec: 0, covariance: [measurementSigma ** 2, 0, accelerationSigma ** 2] };
}

/** The estimate `elapsedSec` later, without a measurement. */
export function predictKalman(
  state: KalmanState,
  elapsedSec: number,
  { accelerationSigma }: KalmanNoise,
): KalmanState {
  const [value, cross, velocity] = state.covariance;
  const noise = accelerationSigma ** 2;
  return {
    value: state.value + state.velocityPerSec * elapsedSec,
    velocityPerSec: state.velocityPerSec,
    covariance: [
      value + 2 * elapsedSec * cross + elapsedSec ** 2 * velocity + (noise * elapsedSec ** 4) / 4,
      cross + elapsedSec * velocity + (noise * elapsedSec ** 3) / 2,
      velocity + noise * elapsedSec ** 2,
    ],
  };
}

/** The estimate after a measurement: the Kalman gain decides how far it moves. */
export function correctKalman(
  state: KalmanState,
  measured: number,
  { measurementSigma }: KalmanNoise,
): KalmanState {
  const [value, cross, velocity] = state.covariance;
  const innovationVariance = value + measurementSigma ** 2;
  const valueGain = value / innovationVariance;
  const velocityGain = cross / innovationVariance;
  const innovation = measured - state.value;
  return {
    value: state.value + valueGain * innovation,
    velocityPerSec: state.velocityPerSec + velocityGain * innovation,
    covariance: [(1 - valueGain) * value, (1 - valueGain) * cross, velocity - velocityGain * cross],
  };
}
