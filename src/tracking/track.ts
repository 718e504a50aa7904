import type { Calibration, Face } from '../domain/face.ts';
import { centreOf, framePx, type FrameBox } from '../domain/geometry.ts';
import { addEvidence, NO_EVIDENCE, type Evidence } from './evidence.ts';
import {
  correctKalman,
  innovationVariance,
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
  /** Frames since the track's first, that one included. */
  readonly frames: number;
  /** Frames in which a face was matched. */
  readonly hits: number;
  /** Frames in which the detector was sure of that face. */
  readonly sureHits: number;
  /** Whether enough faces were matched to believe in the person; never taken back. */
  readonly confirmed: boolean;
  /** Estimates of the box's centre, frame pixels. */
  readonly x: KalmanState;
  readonly y: KalmanState;
  /** Estimate of the natural logarithm of the box's side in frame pixels: people who walk up grow by shares, never below 0. */
  readonly logSide: KalmanState;
  readonly evidence: Evidence;
  /** Index of the face of the newest frame that belongs to this track. */
  readonly faceIndex: number | undefined;
}

/** A face below this score may be none: it may keep a track alive, but neither starts nor confirms one (ByteTrack: Zhang et al. 2022). */
const SURE_SCORE = 0.5;

/** Whether the detector is sure of a face. */
export function isSureFace({ score }: Face): boolean {
  return score >= SURE_SCORE;
}

/** Sure faces, and milliseconds, after which a track may be believed: a false alarm is not often repeated, and not for long. */
const CONFIRMING_SURE_HITS = 3;
const CONFIRMING_MS = 400;
/** Least share of frames with a face until then: what flickers is nobody. */
const CONFIRMING_SHARE = 0.5;

/**
 * Noise of the centre in shares of the face's side, so that near and far people are treated alike. A face is 0.2 m wide, and a
 * walk 1.2 m/s: people cross at up to 6 sides a second, and stop, start and turn by about half of that within a second.
 * Boxes stray by about a twentieth of their side.
 */
const ACROSS_NOISE_OVER_SIDE: KalmanNoise = { measurementSigma: 0.05, velocitySigma: 3, wanderSigma: 3 };
/** Heads stay at their height but for the bob of each step, which at few frames a second is like an error of measurement. */
const DOWN_NOISE_OVER_SIDE: KalmanNoise = { measurementSigma: 0.1, velocitySigma: 1, wanderSigma: 0.5 };

/** Noise of the logarithm of the side: someone at 2 m who walks up at 1.2 m/s grows by 0.6 a second, and a walk is steady. */
const LOG_SIDE_NOISE: KalmanNoise = { measurementSigma: 0.08, velocitySigma: 0.5, wanderSigma: 0.2 };

function scaleNoise(
  { measurementSigma, velocitySigma, wanderSigma }: KalmanNoise,
  scale: number,
): KalmanNoise {
  return {
    measurementSigma: measurementSigma * scale,
    velocitySigma: velocitySigma * scale,
    wanderSigma: wanderSigma * scale,
  };
}

/** Noise of the centre of a face whose side is `sidePx`. */
function centreNoise(sidePx: number): { readonly x: KalmanNoise; readonly y: KalmanNoise } {
  return { x: scaleNoise(ACROSS_NOISE_OVER_SIDE, sidePx), y: scaleNoise(DOWN_NOISE_OVER_SIDE, sidePx) };
}

/** Side of the square around a box, at least one pixel. */
function sideOf({ width, height }: FrameBox): number {
  return Math.max(width, height, 1);
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
  return {
    id,
    firstSeenMs: timeMs,
    lastSeenMs: timeMs,
    frames: 1,
    hits: 1,
    sureHits: isSureFace(face) ? 1 : 0,
    confirmed: false,
    x: startKalman(centre.x, centreNoise(side).x),
    y: startKalman(centre.y, centreNoise(side).y),
    logSide: startKalman(Math.log(side), LOG_SIDE_NOISE),
    evidence: addEvidence(NO_EVIDENCE, face, calibration),
    faceIndex,
  };
}

/** The track `elapsedSec` later, not yet matched with a face. */
export function predictTrack(track: Track, elapsedSec: number): Track {
  const noise = centreNoise(sidePxOf(track));
  return {
    ...track,
    frames: track.frames + 1,
    x: predictKalman(track.x, elapsedSec, noise.x),
    y: predictKalman(track.y, elapsedSec, noise.y),
    logSide: predictKalman(track.logSide, elapsedSec, LOG_SIDE_NOISE),
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
  const noise = centreNoise(sidePxOf(track));
  const centre = centreOf(face.box);
  const hits = track.hits + 1;
  const sureHits = track.sureHits + (isSureFace(face) ? 1 : 0);
  const isBelieved =
    sureHits >= CONFIRMING_SURE_HITS &&
    timeMs - track.firstSeenMs >= CONFIRMING_MS &&
    hits >= CONFIRMING_SHARE * track.frames;
  return {
    ...track,
    lastSeenMs: timeMs,
    hits,
    sureHits,
    confirmed: track.confirmed || isBelieved,
    x: correctKalman(track.x, centre.x, noise.x),
    y: correctKalman(track.y, centre.y, noise.y),
    logSide: correctKalman(track.logSide, Math.log(sideOf(face.box)), LOG_SIDE_NOISE),
    evidence: addEvidence(track.evidence, face, calibration),
    faceIndex,
  };
}

/** Twice the negative log-likelihood of a measurement, less a constant; lengths in units of `unit`. */
function surprise(state: KalmanState, measured: number, noise: KalmanNoise, unit: number): number {
  const variance = innovationVariance(state, noise);
  return (measured - state.value) ** 2 / variance + Math.log(variance / unit ** 2);
}

/**
 * How badly a face fits a predicted track: twice the negative log-likelihood of its place and size, lengths in sides of the track.
 * About -16 for the very face that a steady track expects. A track that has long been unseen fits many faces, each of them
 * badly; so a track in view wins a face against one that was lost.
 */
export function misfit(track: Track, face: Face): number {
  const sidePx = sidePxOf(track);
  const noise = centreNoise(sidePx);
  const centre = centreOf(face.box);
  return (
    surprise(track.x, centre.x, noise.x, sidePx) +
    surprise(track.y, centre.y, noise.y, sidePx) +
    surprise(track.logSide, Math.log(sideOf(face.box)), LOG_SIDE_NOISE, 1)
  );
}

function sidePxOf({ logSide }: Track): number {
  return Math.exp(logSide.value);
}

/** The box where the track believes its person to be. */
export function boxOf(track: Track): FrameBox {
  const side = framePx(sidePxOf(track));
  return {
    x: framePx(track.x.value - side / 2),
    y: framePx(track.y.value - side / 2),
    width: side,
    height: side,
  };
}
