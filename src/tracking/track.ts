import type { Calibration, Face } from '../domain/face.ts';
import { centreOf, framePx, type FrameBox } from '../domain/geometry.ts';
import { addEvidence, NO_EVIDENCE, type Evidence } from './evidence.ts';
import {
  correctKalman,
  predictKalman,
  startKalman,
  type KalmanNoise,
  type KalmanState,
} from './kalman-filter.ts';

/** One person as long as they are in view; lives in memory only. Times are milliseconds on the frames' clock. */
export interface Track {
  readonly id: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** Frames in which a face was matched. */
  readonly hits: number;
  /** Whether enough faces were matched to believe in the person; never taken back. */
  readonly confirmed: boolean;
  /** Estimates of the box's centre and side, frame pixels. */
  readonly x: KalmanState;
  readonly y: KalmanState;
  readonly side: KalmanState;
  readonly evidence: Evidence;
  /** Index of the face of the newest frame that belongs to this track. */
  readonly faceIndex: number | undefined;
}

/** Matched faces after which a track is believed. */
const CONFIRMING_HITS = 3;

/** Noise in shares of the face's side, so that near and far people are treated alike. */
const NOISE_OVER_SIDE: KalmanNoise = { accelerationSigma: 4, measurementSigma: 0.08 };

function noiseFor(sidePx: number): KalmanNoise {
  return {
    accelerationSigma: NOISE_OVER_SIDE.accelerationSigma * sidePx,
    measurementSigma: NOISE_OVER_SIDE.measurementSigma * sidePx,
  };
}

function sideOf({ width, height }: FrameBox): number {
  return Math.max(width, height);
}

/** A track from its first face. */
export function startTrack(
  id: number,
  face: Face,
  faceIndex: number,
  timeMs: number,
  calibration: Calibration,
): Track {
  const side = sideOf(face.box);
  const centre = centreOf(face.box);
  const start = (value: number): KalmanState => startKalman(value, noiseFor(side));
  return {
    id,
    firstSeenMs: timeMs,
    lastSeenMs: timeMs,
    hits: 1,
    confirmed: false,
    x: start(centre.x),
    y: start(centre.y),
    side: start(side),
    evidence: addEvidence(NO_EVIDENCE, face, calibration),
    faceIndex,
  };
}

/** The track `elapsedSec` later, not yet matched with a face. */
export function predictTrack(track: Track, elapsedSec: number): Track {
  const predict = (state: KalmanState): KalmanState =>
    predictKalman(state, elapsedSec, noiseFor(track.side.value));
  return {
    ...track,
    x: predict(track.x),
    y: predict(track.y),
    side: { ...predict(track.side), value: track.side.value },
    faceIndex: undefined,
  };
}

/** The predicted track after its face was found. */
export function matchTrack(
  track: Track,
  face: Face,
  faceIndex: number,
  timeMs: number,
  calibration: Calibration,
): Track {
  const noise = noiseFor(sideOf(face.box));
  const centre = centreOf(face.box);
  const hits = track.hits + 1;
  return {
    ...track,
    lastSeenMs: timeMs,
    hits,
    confirmed: track.confirmed || hits >= CONFIRMING_HITS,
    x: correctKalman(track.x, centre.x, noise),
    y: correctKalman(track.y, centre.y, noise),
    side: correctKalman(track.side, sideOf(face.box), noise),
    evidence: addEvidence(track.evidence, face, calibration),
    faceIndex,
  };
}

/** The box where the track believes its person to be. */
export function boxOf({ x, y, side }: Track): FrameBox {
  const width = framePx(Math.max(side.value, 1));
  return { x: framePx(x.value - width / 2), y: framePx(y.value - width / 2), width, height: width };
}
