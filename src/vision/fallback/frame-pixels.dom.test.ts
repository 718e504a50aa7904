import { expect, test } from 'vitest';
import { createFrameReader } from './frame-pixels.ts';

const RED = [255, 0, 0, 255];
const GREEN = [0, 255, 0, 255];
const BLUE = [0, 0, 255, 255];
const WHITE = [255, 255, 255, 255];

/** Red and green above blue and white, which whoever looks at the frame shall see turned clockwise, then mirrored. */
function frameOf(rotation: number, flip: boolean): VideoFrame {
  const told = { rotation, flip, format: 'RGBA', codedWidth: 2, codedHeight: 2, timestamp: 0 } as const;
  return new VideoFrame(Uint8Array.from([RED, GREEN, BLUE, WHITE].flat()), told);
}

test.each([
  [0, false, [RED, GREEN, BLUE, WHITE]],
  [90, false, [BLUE, RED, WHITE, GREEN]],
  [180, false, [WHITE, BLUE, GREEN, RED]],
  [0, true, [GREEN, RED, WHITE, BLUE]],
] as const)(
  'a frame turned by %d degrees, mirrored: %s, is read as it is seen',
  async (rotation, flip, seen) => {
    const frame = frameOf(rotation, flip);
    const { data } = await createFrameReader()(frame);
    frame.close();
    expect([...data]).toEqual(seen.flat());
  },
);
