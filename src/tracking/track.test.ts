import { expect, test } from 'vitest';
import { makeFace, PLAIN_CALIBRATION } from './face.testing.ts';
import { boxOf } from './track.ts';
import { createTracker } from './tracker.ts';

test('says where its person is, and which face of the newest frame is theirs', () => {
  const tracker = createTracker(PLAIN_CALIBRATION);
  for (const timeMs of [0, 200, 400, 600])
    tracker.update([makeFace({ x: 900 }), makeFace({ x: 300, sidePx: 80 })], timeMs);
  const [first, second] = tracker.update([makeFace({ x: 300, sidePx: 80 })], 800).live;
  expect(first).toMatchObject({ id: 1, faceIndex: undefined, confirmed: true });
  expect(second).toMatchObject({ id: 2, faceIndex: 0, confirmed: true });
  if (second === undefined) throw new Error('two people are in view');
  const { x, y, width, height } = boxOf(second);
  expect([x, y, width, height].map(Math.round)).toEqual([260, 260, 80, 80]);
});
