import { describe, expect, test } from 'vitest';
import type { Face } from '../domain/face.ts';
import { makeFace, PLAIN_CALIBRATION, type FaceOptions } from '../tracking/face.testing.ts';
import { createTracker } from '../tracking/tracker.ts';
import { countEnded, presentNow, type CountedPerson } from './count.ts';

const FRAME_MS = 200;

/** Counts somebody who shows each of these faces for one frame, and then leaves. */
function countOne(faces: readonly FaceOptions[]): readonly CountedPerson[] {
  const tracker = createTracker(PLAIN_CALIBRATION);
  for (const [frame, face] of faces.entries()) tracker.update([makeFace(face)], frame * FRAME_MS);
  return countEnded(tracker.finish(), PLAIN_CALIBRATION);
}

function repeat(face: FaceOptions, frames: number): readonly FaceOptions[] {
  return Array.from({ length: frames }, () => face);
}

describe('someone who left', () => {
  test.each([
    ['looks like a man', 3, 'man'],
    ['looks like a woman', -3, 'woman'],
    ['looks like neither', 0.2, 'undetermined'],
  ])('and %s is counted once as such', (_name, logOdds, appearance) => {
    expect(countOne(repeat({ logOdds }, 10))).toEqual([{ appearance, dwellSec: 1.8 }]);
  });

  test('is judged by all that was seen, not by the last frame', () => {
    expect(countOne([...repeat({ logOdds: -3 }, 9), { logOdds: 9 }])).toMatchObject([
      { appearance: 'woman' },
    ]);
  });

  test('and never turned to the camera is counted, undetermined', () => {
    expect(countOne(repeat({ logOdds: 9, turn: 0.6 }, 10))).toMatchObject([{ appearance: 'undetermined' }]);
  });

  test('after two frames is nobody', () => {
    expect(countOne(repeat({}, 2))).toEqual([]);
  });

  test('was here from the first face to the last, not until they were given up', () => {
    const tracker = createTracker(PLAIN_CALIBRATION);
    const counted: CountedPerson[] = [];
    for (let timeMs = 1_000; timeMs <= 20_000; timeMs += FRAME_MS) {
      const faces: readonly Face[] = timeMs <= 8_000 ? [makeFace()] : [];
      counted.push(...countEnded(tracker.update(faces, timeMs).ended, PLAIN_CALIBRATION));
    }
    expect(counted).toEqual([{ appearance: 'undetermined', dwellSec: 7 }]);
    expect(countEnded(tracker.finish(), PLAIN_CALIBRATION)).toEqual([]);
  });
});

test('present are those who will be counted: confirmed, and not yet given up', () => {
  const tracker = createTracker(PLAIN_CALIBRATION);
  const present: number[] = [];
  for (let timeMs = 0; timeMs <= 4_000; timeMs += 500) {
    const faces = timeMs <= 1_500 ? [makeFace({ x: 300 }), makeFace({ x: 900 })] : [];
    present.push(presentNow(tracker.update(faces, timeMs).live));
  }
  expect(present).toEqual([0, 0, 2, 2, 2, 2, 2, 2, 2]);
  expect(presentNow(tracker.update([], 4_001).live)).toBe(0);
});
