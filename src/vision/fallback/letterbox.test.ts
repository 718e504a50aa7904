import { expect, test } from 'vitest';
import { greatestDifference, randomPicture } from '../engine/gpu.testing.ts';
import { letterboxReference } from '../engine/kernels/letterbox/letterbox.reference.ts';
import type { Picture } from '../engine/picture.reference.ts';
import { wholeView, type View } from '../engine/view-buffer.ts';
import { Letterbox } from './letterbox.ts';

/** Sums of up to 16 x 16 bytes in single precision. */
const TOLERANCE = 1e-5;

function expectTwinsAgree(letterbox: Letterbox, size: number, frame: Picture, views: readonly View[]): void {
  const input = letterbox.reduce({ ...frame, data: new Uint8ClampedArray(frame.data) }, views);
  expect(greatestDifference(input, letterboxReference(size, frame, views).data)).toBeLessThan(TOLERANCE);
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
  expectTwinsAgree(new Letterbox(size), size, frame, [wholeView(frame)]);
});

test('parts of a frame come out as by the twin, also where they reach beyond it', () => {
  const views = [
    { x: 1.5, y: 2.25, side: 40 },
    { x: -10, y: 30, side: 55.5 },
    { x: 60, y: -7, side: 19 },
  ];
  expectTwinsAgree(new Letterbox(19), 19, randomPicture(97, 61), views);
});

test('frames of different sizes, one after the other, do not disturb each other', () => {
  const letterbox = new Letterbox(16);
  const sizes = [[64, 36], [30, 50], [64, 36]] as const; // prettier-ignore
  for (const [width, height] of sizes) {
    const frame = randomPicture(width, height);
    expectTwinsAgree(letterbox, 16, frame, [wholeView(frame)]);
  }
});
