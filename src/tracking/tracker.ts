/** Detections to tracks: who is who from frame to frame, by motion alone. No embeddings, no re-identification. */
import type { Calibration, Face } from '../domain/face.ts';
import { centreOf, intersectionOverUnion } from '../domain/geometry.ts';
import { assign, FORBIDDEN } from './assignment.ts';
import { boxOf, matchTrack, predictTrack, startTrack, type Track } from './track.ts';

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
  /** Ends all tracks, as when the stream ends. */
  readonly finish: () => readonly Track[];
}

/** Faces below this score may keep a track alive but not start one (ByteTrack: Zhang et al. 2022). */
const STARTING_SCORE = 0.5;
/** An unseen person is waited for this long, and linked again when they reappear where expected. */
const GAP_MS = 1_500;
/** A track that is not confirmed must be seen in nearly every frame. */
const UNCONFIRMED_GAP_MS = 900;
/** Greatest distance of a match, in face sides: at rest, and added for each second unseen. */
const GATE_SIDES = 0.9;
const GATE_SIDES_PER_SEC = 1.2;
/** Greatest ratio of sizes between a track and its next face. */
const GATE_SIZE_RATIO = 2;

function matchCost(track: Track, face: Face, timeMs: number): number {
  const box = boxOf(track);
  const centre = centreOf(face.box);
  const side = Math.max(face.box.width, face.box.height);
  const ratio = Math.max(side / box.width, box.width / side);
  const distance = Math.hypot(centre.x - track.x.value, centre.y - track.y.value) / Math.max(side, box.width);
  const gate = GATE_SIDES + (GATE_SIDES_PER_SEC * (timeMs - track.lastSeenMs)) / 1000;
  if (distance > gate || ratio > GATE_SIZE_RATIO) return FORBIDDEN;
  return distance + (1 - intersectionOverUnion(box, face.box)) + (ratio - 1) / 2;
}

/** Creates a tracker without any tracks. */
export function createTracker(calibration: Calibration): Tracker {
  let tracks: readonly Track[] = [];
  let nextId = 1;
  let lastMs: number | undefined;

  const match = (faces: readonly Face[], timeMs: number): Track[] => {
    const elapsedSec = lastMs === undefined ? 0 : Math.max(timeMs - lastMs, 0) / 1000;
    const predicted = tracks.map((track) => predictTrack(track, elapsedSec));
    const pairs = assign(predicted.length, faces.length, (row, column) => {
      const track = predicted[row];
      const face = faces[column];
      return track === undefined || face === undefined ? FORBIDDEN : matchCost(track, face, timeMs);
    });
    const faceOfTrack = new Map(pairs);
    const taken = new Set(faceOfTrack.values());
    const matched = predicted.map((track, row) => {
      const index = faceOfTrack.get(row);
      const face = index === undefined ? undefined : faces[index];
      if (index === undefined || face === undefined) return track;
      return matchTrack(track, face, index, timeMs, calibration);
    });
    const started = faces.flatMap((face, index) =>
      taken.has(index) || face.score < STARTING_SCORE
        ? []
        : [startTrack(nextId++, face, index, timeMs, calibration)],
    );
    return [...matched, ...started];
  };

  return {
    update(faces, timeMs) {
      const all = match(faces, timeMs);
      lastMs = timeMs;
      const isOver = ({ confirmed, lastSeenMs }: Track): boolean =>
        timeMs - lastSeenMs > (confirmed ? GAP_MS : UNCONFIRMED_GAP_MS);
      tracks = all.filter((track) => !isOver(track));
      return { live: tracks, ended: all.filter((track) => isOver(track) && track.confirmed) };
    },
    finish() {
      const ended = tracks.filter(({ confirmed }) => confirmed);
      tracks = [];
      lastMs = undefined;
      return ended;
    },
  };
}
