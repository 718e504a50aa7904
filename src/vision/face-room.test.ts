import { expect, test } from 'vitest';
import { roomFor } from './face-room.ts';

test.each([
  [0, 1],
  [1, 2],
  [2, 4],
  [3, 4],
  [4, 8],
  [15, 16],
  [24, 32],
  [32, 32],
])('after a frame with %i faces, %i are classified', (before, room) => {
  expect(roomFor(before)).toBe(room);
});
