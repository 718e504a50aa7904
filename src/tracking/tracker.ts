/** Detections to tracks: who is who from frame to frame, by motion alone. No embeddings, no re-identification. */
import type { Calibration, Face } from '../domain/face.ts';
import { assign } from './assignment.ts';
import { isSureFace, matchTrack, misfit, predictTrack, startTrack, type Track } from './track.ts';

/** Tracks after one frame. */
export interface TrackerUpdate {
  readonly live: readonly Track[];
  /** Confirmed tracks whose person has gone; each is told once. */
  readonly ended: readonly Track[];
}

/** Follows people through one stream of frames. */
export interface Tracker {
  /** Takes the faces of one frame; `timeMs` must not go back, and frames may come at any rate. */
  readonly update: (faces: readonly Face[], timeMs: number) => TrackerUpdate;
  /** Reads faces by another calibration from now on, as when another classifier answers; what is known of people stays. */
  readonly calibrate: (calibration: Calibration) => void;
  /**
   * Ends the tracks of people who have gone by `timeMs`, for when no frame comes that would show it: those that are confirmed, each told
   * once. Must not be called while a frame of before that time is still to come.
   */
  readonly endGone: (timeMs: number) => readonly Track[];
  /** Ends all tracks, as when the stream ends. */
  readonly finish: () => readonly Track[];
}

/** An unseen person is waited for this long: people walk behind each other for a second or two. Milliseconds. */
const GAP_MS = 2_500;
/**
 * A track that is not confirmed is not waited for, but for one missed frame at 2 frames a second: where frames are further apart than
 * this, nobody is ever confirmed. Milliseconds.
 */
export const UNCONFIRMED_GAP_MS = 1_200;
/**
 * A face that fits worse than this is somebody else; see `misfit`. Lower, and people who walk behind others are counted twice;
 * higher, and people take over the tracks of those who left. At 5 the two are in balance in the simulated entrance.
 */
const MAX_MISFIT = 5;
/** The same for a face that the detector is not sure of: it may be none, and would lead a lost track astray. */
const MAX_UNSURE_MISFIT = 0;
/** Below any value of `misfit`, to make costs of it that are not negative. */
const MIN_MISFIT = -20;

/** Pairs of indices of tracks and faces. */
type Pairs = readonly (readonly [track: number, face: number])[];

/** Matches sure faces first: an unsure one may keep a track alive, but must not take it from a sure one. */
function matchFaces(tracks: readonly Track[], faces: readonly Face[]): Pairs {
  const matchSome = (
    trackIndices: readonly number[],
    faceIndices: readonly number[],
    maxMisfit: number,
  ): Pairs =>
    assign(trackIndices.length, faceIndices.length, maxMisfit - MIN_MISFIT, (row, column) => {
      const track = tracks[trackIndices[row] ?? -1];
      const face = faces[faceIndices[column] ?? -1];
      return track === undefined || face === undefined
        ? Infinity
        : Math.max(misfit(track, face) - MIN_MISFIT, 0);
    }).map(([row, column]) => [trackIndices[row] ?? -1, faceIndices[column] ?? -1]);
  const indicesOf = (isSure: boolean): number[] =>
    [...faces.keys()].filter((index) => {
      const face = faces[index];
      return face !== undefined && isSureFace(face) === isSure;
    });
  const sure = matchSome([...tracks.keys()], indicesOf(true), MAX_MISFIT);
  const matched = new Set(sure.map(([track]) => track));
  const unsure = matchSome(
    [...tracks.keys()].filter((index) => !matched.has(index)),
    indicesOf(false),
    MAX_UNSURE_MISFIT,
  );
  return [...sure, ...unsure];
}

/** Whether a person has been out of view for longer than anybody is waited for. */
function isGone({ confirmed, lastSeenMs }: Track, timeMs: number): boolean {
  return timeMs - lastSeenMs > (confirmed ? GAP_MS : UNCONFIRMED_GAP_MS);
}

class MotionTracker implements Tracker {
  #calibration: Calibration;
  #tracks: readonly Track[] = [];
  #nextId = 1;
  #lastMs: number | undefined;

  constructor(calibration: Calibration) {
    this.#calibration = calibration;
  }

  update(faces: readonly Face[], timeMs: number): TrackerUpdate {
    // Before matching: after a long time without frames, a face is no longer evidence for whoever was there before.
    const ended = this.endGone(timeMs);
    const predicted = this.#predict(timeMs);
    const faceOfTrack = new Map(matchFaces(predicted, faces));
    const matched = new Set(faceOfTrack.values());
    this.#tracks = [
      ...predicted.map((track, row) => this.#follow(track, faces, faceOfTrack.get(row), timeMs)),
      ...this.#start(faces, matched, timeMs),
    ];
    this.#lastMs = timeMs;
    return { live: this.#tracks, ended };
  }

  calibrate(calibration: Calibration): void {
    this.#calibration = calibration;
  }

  endGone(timeMs: number): readonly Track[] {
    const gone = this.#tracks.filter((track) => isGone(track, timeMs));
    this.#tracks = this.#tracks.filter((track) => !gone.includes(track));
    return gone.filter(({ confirmed }) => confirmed);
  }

  finish(): readonly Track[] {
    const ended = this.#tracks.filter(({ confirmed }) => confirmed);
    this.#tracks = [];
    this.#lastMs = undefined;
    return ended;
  }

  /** Where those who may still be there should be by now. */
  #predict(timeMs: number): readonly Track[] {
    const elapsedSec = this.#lastMs === undefined ? 0 : Math.max(timeMs - this.#lastMs, 0) / 1000;
    return this.#tracks.map((track) => predictTrack(track, elapsedSec));
  }

  /** The predicted track with its face of this frame, or as it is when none was found. */
  #follow(track: Track, faces: readonly Face[], index: number | undefined, timeMs: number): Track {
    const face = index === undefined ? undefined : faces[index];
    if (index === undefined || face === undefined) return track;
    return matchTrack(track, face, index, timeMs, this.#calibration);
  }

  /** A new track for each sure face that no track has matched. */
  #start(faces: readonly Face[], matched: ReadonlySet<number>, timeMs: number): readonly Track[] {
    return faces.flatMap((face, index) =>
      matched.has(index) || !isSureFace(face)
        ? []
        : [startTrack(this.#nextId++, face, index, timeMs, this.#calibration)],
    );
  }
}

/** Creates a tracker without any tracks. */
export function createTracker(calibration: Calibration): Tracker {
  return new MotionTracker(calibration);
}
