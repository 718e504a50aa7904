import { expect, test } from 'vitest';
import { FRAME_SIZE, placeFaces } from './frame-picture.ts';

test.each([1, 4, 16])(
  '%i faces lie inside the frame, apart from each other, and the same every time',
  (count) => {
    const faces = placeFaces(count);
    expect(faces).toHaveLength(count);
    expect(placeFaces(count)).toEqual(faces);
    for (const [index, { x, y, sidePx }] of faces.entries()) {
      expect(Math.min(x, FRAME_SIZE.width - x), 'from the sides').toBeGreaterThanOrEqual(sidePx / 2);
      expect(Math.min(y, FRAME_SIZE.height - y), 'from above and below').toBeGreaterThanOrEqual(sidePx / 2);
      for (const other of faces.slice(index + 1))
        expect(Math.max(Math.abs(other.x - x), Math.abs(other.y - y))).toBeGreaterThanOrEqual(sidePx);
    }
  },
);
