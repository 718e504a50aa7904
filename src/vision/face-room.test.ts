import { expect, test } from 'vitest';
import { roomFor } from './face-room.ts';

test.each([
  [0, 4],
  [2, 4],
  [3, 8],
  [6, 8],
  [14, 16],
  [24, 32],
  [32, 32],
])('after a frame with %i faces, %i are classified', (before, room) => {
  expect(roomFor(before)).toBe(room);
});
