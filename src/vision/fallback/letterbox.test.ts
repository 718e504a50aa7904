import { expect, test } from 'vitest';
import { greatestDifference, randomPicture } from '../engine/gpu.testing.ts';
import { letterboxReference } from '../engine/kernels/letterbox/letterbox.reference.ts';
import { createLetterbox } from './letterbox.ts';

/** Sums of up to 16 x 16 bytes in single precision. */
const TOLERANCE = 1e-5;

function fast(frame: ReturnType<typeof randomPicture>, size: number): Float32Array {
  return createLetterbox(size)({ ...frame, data: new Uint8ClampedArray(frame.data) });
}

test.each([
  ['wide', 128, 72, 24],
  ['tall', 45, 80, 16],
  ['square, of the very size', 24, 24, 24],
  ['smaller than the input', 10, 7, 16],
  ['of odd sides', 101, 37, 13],
  ['far larger than the input', 400, 225, 12],
  ['one pixel', 1, 1, 8],
])('a frame that is %s comes out as by the twin', (_name, width, height, size) => {
  const frame = randomPicture(width, height);
  expect(greatestDifference(fast(frame, size), letterboxReference({ size }, frame).data)).toBeLessThan(
    TOLERANCE,
  );
});

test('frames of different sizes, one after the other, do not disturb each other', () => {
  const letterbox = createLetterbox(16);
  for (const [width, height] of [
    [64, 36],
    [30, 50],
    [64, 36],
  ] as const) {
    // prettier-ignore
    const frame = randomPicture(width, height);
    const input = letterbox({ ...frame, data: new Uint8ClampedArray(frame.data) });
    expect(greatestDifference(input, letterboxReference({ size: 16 }, frame).data)).toBeLessThan(TOLERANCE);
  }
});
