/** Upright face crops on the CPU, by the rule that is part of the model; the tests compare them with the twin. */
import { CROP_SIDE_OVER_BOX } from '../../domain/face.ts';
import type { RawFace } from '../engine/face-buffer.ts';
import type { FramePixels } from './frame-pixels.ts';

/** A part of the frame in grey, 0 to 255. */
interface GreyPart {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

function within(value: number, length: number): number {
  return Math.min(Math.max(value, 0), length - 1);
}

/** The whole pixels within `reach` of a point, as far as the frame goes; at least one. */
function greyPart(frame: FramePixels, centreX: number, centreY: number, reach: number): GreyPart {
  const left = within(Math.floor(centreX - reach), frame.width);
  const top = within(Math.floor(centreY - reach), frame.height);
  const width = within(Math.ceil(centreX + reach), frame.width) - left + 1;
  const height = within(Math.ceil(centreY + reach), frame.height) - top + 1;
  const data = new Float32Array(width * height);
  let out = 0;
  for (let y = top; y < top + height; y++) {
    let at = (y * frame.width + left) * 4;
    for (let x = 0; x < width; x++, at += 4)
      data[out++] =
        0.299 * (frame.data[at] as number) +
        0.587 * (frame.data[at + 1] as number) +
        0.114 * (frame.data[at + 2] as number);
  }
  return { left, top, width, height, data };
}

/** Between pixels, bilinear; beyond the part its edge is replicated. `x` and `y` in frame pixels. */
function sample({ left, top, width, height, data }: GreyPart, x: number, y: number): number {
  const right = within(x - 0.5 - left, width);
  const down = within(y - 0.5 - top, height);
  const column = Math.floor(right);
  const row = Math.floor(down);
  const nextColumn = Math.min(column + 1, width - 1);
  const nextRow = Math.min(row + 1, height - 1) * width;
  const across = right - column;
  const upper =
    (data[row * width + column] as number) * (1 - across) +
    (data[row * width + nextColumn] as number) * across;
  const lower =
    (data[nextRow + column] as number) * (1 - across) + (data[nextRow + nextColumn] as number) * across;
  return upper + (lower - upper) * (down - row);
}

/**
 * Cuts one face out of a frame.
 *
 * @param size side of the crop in model pixels
 * @param out receives `size * size` grey numbers in [-1, 1], row by row
 */
export function cropFace(
  frame: FramePixels,
  { box, keypoints }: RawFace,
  size: number,
  out: Float32Array,
): void {
  const [left, top, width, height] = box;
  const [[eye1X, eye1Y] = [0, 0], [eye2X, eye2Y] = [0, 0]] = keypoints;
  const angleRad = Math.atan2(eye2Y - eye1Y, eye2X - eye1X);
  const side = CROP_SIDE_OVER_BOX * Math.max(width, height);
  const [centreX, centreY] = [left + width / 2, top + height / 2];
  const taps = Math.min(Math.max(Math.ceil(side / size), 1), 8);
  const stepX = (side * Math.cos(angleRad)) / (size * taps);
  const stepY = (side * Math.sin(angleRad)) / (size * taps);
  const part = greyPart(frame, centreX, centreY, side * Math.SQRT1_2 + 1);
  const scale = 1 / (127.5 * taps * taps);
  const middle = (size * taps) / 2 - 0.5;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      let sum = 0;
      for (let tapY = y * taps - middle; tapY < (y + 1) * taps - middle; tapY++)
        for (let tapX = x * taps - middle; tapX < (x + 1) * taps - middle; tapX++)
          sum += sample(part, centreX + tapX * stepX - tapY * stepY, centreY + tapX * stepY + tapY * stepX);
      out[y * size + x] = sum * scale - 1;
    }
}
