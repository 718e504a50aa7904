/** What happens to tracks without a frame that shows it. */
import { expect, test } from 'vitest';
import { makeFace, PLAIN_CALIBRATION } from './face.testing.ts';
import { createTracker } from './tracker.ts';

test('a track ends without a frame when its person has gone, and is told of once', () => {
  const tracker = createTracker(PLAIN_CALIBRATION);
  for (let timeMs = 0; timeMs <= 1_000; timeMs += 200) tracker.update([makeFace()], timeMs);
  expect(tracker.endGone(3_000)).toEqual([]);
  expect(tracker.endGone(4_000).map(({ id }) => id)).toEqual([1]);
  expect(tracker.endGone(5_000)).toEqual([]);
  expect(tracker.update([], 6_000).ended).toEqual([]);
});

/** Evidence for a man of one track whose faces were read with these temperatures in turn. */
function evidenceOf(temperatures: readonly number[]): number {
  const tracker = createTracker(PLAIN_CALIBRATION);
  const updates = temperatures.map((temperature, frame) => {
    tracker.calibrate({ ...PLAIN_CALIBRATION, temperature });
    return tracker.update([makeFace({ logOdds: 4 })], frame * 200);
  });
  const [track] = updates.at(-1)?.live ?? [];
  expect(track).toMatchObject({ id: 1, hits: temperatures.length });
  return track?.evidence.weightedLogOdds ?? NaN;
}

test('a track goes on under another calibration, by which later faces are read', () => {
  expect(evidenceOf([1, 1, 4, 4])).toBeLessThan(evidenceOf([1, 1, 1, 1]));
  expect(evidenceOf([1, 1, 4, 4])).toBeGreaterThan(evidenceOf([4, 4, 4, 4]));
});
