import { describe, expect, test } from 'vitest';
import type { Face } from '../domain/face.ts';
import { makeFace, PLAIN_CALIBRATION, type FaceOptions } from './face.testing.ts';
import type { Track } from './track.ts';
import { createTracker, type TrackerUpdate } from './tracker.ts';

/** Where someone's face is at a time, or undefined while it cannot be found. */
type Path = (timeSec: number) => FaceOptions | undefined;

interface Followed {
  readonly ended: readonly Track[];
  /** Ids of the tracks that each path's faces belonged to, in order, without repetitions. */
  readonly idsOfPath: readonly (readonly number[])[];
  readonly updates: readonly TrackerUpdate[];
}

/** Runs a tracker over paths at the given times, and then without faces until everybody is gone. */
function follow(paths: readonly Path[], timesSec: readonly number[]): Followed {
  const tracker = createTracker(PLAIN_CALIBRATION);
  const idsOfPath = paths.map((): number[] => []);
  const updates: TrackerUpdate[] = [];
  for (const timeSec of timesSec) {
    const found = paths.flatMap((path, index) => {
      const options = path(timeSec);
      return options === undefined ? [] : [{ index, face: makeFace(options) }];
    });
    const update = tracker.update(
      found.map(({ face }) => face),
      timeSec * 1000,
    );
    updates.push(update);
    for (const { id, faceIndex } of update.live) {
      const ids = faceIndex === undefined ? undefined : idsOfPath[found[faceIndex]?.index ?? -1];
      if (ids !== undefined && ids.at(-1) !== id) ids.push(id);
    }
  }
  const ended = [...updates.flatMap((update) => update.ended), ...tracker.finish()];
  return { ended, idsOfPath, updates };
}

function timesAt(framesPerSec: number, seconds: number): readonly number[] {
  return Array.from({ length: Math.round(seconds * framesPerSec) + 1 }, (_, frame) => frame / framesPerSec);
}

/** Comes up from 5 m, and passes to the right. */
function walkUp(timeSec: number): FaceOptions {
  const depth = 5 - timeSec;
  return { x: 640 + 800 / depth, y: 360 - 100 / depth, sidePx: 190 / depth };
}

/** Walks across at one distance; with the sign 1 to the left, with -1 to the right, meeting in the middle after 2 seconds. */
function cross(sign: number, y: number): Path {
  return (timeSec) => ({ x: 640 + sign * (180 - 90 * timeSec), y });
}

function walkAcross(timeSec: number): FaceOptions {
  return { x: 300 + 100 * timeSec };
}

/** Walks across and cannot be found for a time. */
function hideAcross(fromSec: number, toSec: number): Path {
  return (timeSec) => (timeSec > fromSec && timeSec < toSec ? undefined : walkAcross(timeSec));
}

function appearFar(timeSec: number): FaceOptions | undefined {
  return timeSec > 2.5 ? { x: 1_200, y: 100, sidePx: 40 } : undefined;
}

function appearDoubtful(timeSec: number): FaceOptions | undefined {
  return timeSec > 2 ? { score: 0.4 } : undefined;
}

function stepAside(timeSec: number): FaceOptions {
  return { x: timeSec > 2 ? 606 : 600 };
}

describe.each([2, 5, 12, 30])('at %d frames a second', (framesPerSec) => {
  const times = timesAt(framesPerSec, 4);

  test('someone who stands still is one track from their first frame on', () => {
    const { ended, idsOfPath } = follow([() => ({})], times);
    expect(ended).toHaveLength(1);
    expect(idsOfPath).toEqual([[1]]);
    expect(ended[0]).toMatchObject({ firstSeenMs: 0, lastSeenMs: 4_000, hits: times.length });
  });

  test('someone who walks up and passes by is one track', () => {
    const { ended, idsOfPath } = follow([walkUp], times);
    expect(ended).toHaveLength(1);
    expect(idsOfPath[0]).toHaveLength(1);
  });

  test('two who cross at the same distance keep their tracks', () => {
    const { ended, idsOfPath } = follow([cross(1, 300), cross(-1, 310)], times);
    expect(ended).toHaveLength(2);
    expect(idsOfPath).toEqual([[1], [2]]);
  });

  test('a face that is found in one frame now and then is nobody', () => {
    const flicker: Path = (timeSec) => (Math.round(timeSec * framesPerSec) % 6 === 0 ? {} : undefined);
    const { ended, updates } = follow([flicker], timesAt(framesPerSec, 30));
    expect(ended).toEqual([]);
    expect(updates.every(({ live }) => live.every(({ confirmed }) => !confirmed))).toBe(true);
  });
});

describe('someone who walks across and is hidden', () => {
  test.each([0.3, 1, 2])('for %d seconds is found again', (gapSec) => {
    const { ended, idsOfPath } = follow([hideAcross(2, 2 + gapSec)], timesAt(12, 6));
    expect(ended).toHaveLength(1);
    expect(idsOfPath).toEqual([[1]]);
  });

  test('for longer than anybody is waited for has ended, and the next face is somebody else', () => {
    const { ended, updates } = follow([hideAcross(2, 5)], timesAt(12, 8));
    expect(ended.map(({ id }) => id)).toEqual([1, 2]);
    const endedAt = updates.findIndex((update) => update.ended.length > 0) / 12;
    expect(endedAt).toBeGreaterThan(4.4);
    expect(endedAt).toBeLessThan(4.7);
  });

  test('and a face at the other end of the room is somebody else', () => {
    const { ended } = follow([hideAcross(2, Infinity), appearFar], timesAt(12, 5));
    expect(ended).toHaveLength(2);
  });
});

describe('a face that the detector is not sure of', () => {
  test('starts no track', () => {
    const { updates } = follow([() => ({ score: 0.49 })], timesAt(12, 3));
    expect(updates.every(({ live }) => live.length === 0)).toBe(true);
  });

  test('keeps a track alive', () => {
    const { ended, idsOfPath } = follow(
      [(timeSec) => ({ score: timeSec < 1 ? 0.9 : 0.35 })],
      timesAt(12, 10),
    );
    expect(idsOfPath).toEqual([[1]]);
    expect(ended).toMatchObject([{ id: 1, lastSeenMs: 10_000 }]);
  });

  test('confirms none', () => {
    const { ended } = follow([(timeSec) => ({ score: timeSec < 0.1 ? 0.9 : 0.35 })], timesAt(12, 3));
    expect(ended).toEqual([]);
  });

  test('does not take a track from a sure one, even when it lies nearer', () => {
    const { idsOfPath } = follow([appearDoubtful, stepAside], timesAt(12, 3));
    expect(idsOfPath).toEqual([[], [1]]);
  });
});

describe('times', () => {
  test('frames may come at any rate', () => {
    const times = [0, 0.03, 0.06, 0.5, 0.53, 1.1, 1.2, 1.21, 2, 2.9, 3, 3.03, 4, 4.1];
    const { ended, idsOfPath } = follow([walkAcross], times);
    expect(ended).toHaveLength(1);
    expect(idsOfPath).toEqual([[1]]);
  });

  test('after a long time without frames, a face is no longer whoever was there before', () => {
    const { ended, updates } = follow([() => ({})], [0, 0.2, 0.4, 0.6, 30, 30.2, 30.4, 30.6]);
    expect(ended).toMatchObject([
      { id: 1, firstSeenMs: 0, lastSeenMs: 600 },
      { id: 2, firstSeenMs: 30_000, lastSeenMs: 30_600 },
    ]);
    expect(updates[4]?.ended).toHaveLength(1);
  });

  test('two frames of the same time do no harm', () => {
    const { ended } = follow([() => ({})], [0, 0, 0.5, 0.5, 1]);
    expect(ended).toMatchObject([{ hits: 5 }]);
  });
});

describe('a track', () => {
  test('ends once: neither later frames nor the end of the stream tell of it again', () => {
    const tracker = createTracker(PLAIN_CALIBRATION);
    const ended: number[] = [];
    for (const timeSec of timesAt(5, 20)) {
      const faces: readonly Face[] = timeSec % 8 < 3 ? [makeFace()] : [];
      ended.push(...tracker.update(faces, timeSec * 1000).ended.map(({ id }) => id));
    }
    ended.push(...tracker.finish().map(({ id }) => id));
    expect(ended).toEqual([1, 2, 3]);
    expect(tracker.finish()).toEqual([]);
    expect(tracker.update([], 60_000).ended).toEqual([]);
  });
});
