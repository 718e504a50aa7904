/** Upright face crops on the CPU, by the rule that is part of the model; the tests compare them with the twin. */
import { CROP_SIDE_OVER_BOX } from '../../domain/face.ts';
import type { RawFace } from '../engine/face-buffer.ts';
import type { ActivationShape } from '../engine/network.ts';
import type { FramePixels } from './frame-pixels.ts';

/** A part of the frame in grey or in one colour, 0 to 255. */
interface PlanePart {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

function within(value: number, length: number): number {
  return Math.min(Math.max(value, 0), length - 1);
}

/** How much of red, green and blue a plane has. */
type PlaneWeights = readonly [red: number, green: number, blue: number];

/** The planes of a crop of one channel, or of three. */
const GREY: readonly PlaneWeights[] = [[0.299, 0.587, 0.114]];
const COLOURS: readonly PlaneWeights[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** A square in the frame, turned by an angle about its centre. */
interface TurnedSquare {
  readonly centreX: number;
  readonly centreY: number;
  readonly side: number;
  readonly angleRad: number;
}

/** The whole pixels that a square can reach however it is turned, as far as the frame goes; at least one. */
function planePart(
  frame: FramePixels,
  { centreX, centreY, side }: TurnedSquare,
  [red, green, blue]: PlaneWeights,
): PlanePart {
  const reach = side * Math.SQRT1_2 + 1;
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
        red * (frame.data[at] as number) +
        green * (frame.data[at + 1] as number) +
        blue * (frame.data[at + 2] as number);
  }
  return { left, top, width, height, data };
}

/** Between pixels, bilinear; beyond the part its edge is replicated. `x` and `y` in frame pixels. */
function sample({ left, top, width, height, data }: PlanePart, x: number, y: number): number {
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

/** The square of a face: upright, and larger than its box. */
function squareOf({ box: [left, top, width, height], keypoints }: RawFace): TurnedSquare {
  const [[eye1X, eye1Y] = [0, 0], [eye2X, eye2Y] = [0, 0]] = keypoints;
  return {
    centreX: left + width / 2,
    centreY: top + height / 2,
    side: CROP_SIDE_OVER_BOX * Math.max(width, height),
    angleRad: Math.atan2(eye2Y - eye1Y, eye2X - eye1X),
  };
}

/** Samples a square of a plane into every `stride`th of `out`, in [-1, 1]. */
function samplePlane(
  part: PlanePart,
  { centreX, centreY, side, angleRad }: TurnedSquare,
  size: number,
  { out, stride }: { readonly out: Float32Array; readonly stride: number },
): void {
  const taps = Math.min(Math.max(Math.ceil(side / size), 1), 8);
  const stepX = (side * Math.cos(angleRad)) / (size * taps);
  const stepY = (side * Math.sin(angleRad)) / (size * taps);
  const scale = 1 / (127.5 * taps * taps);
  const middle = (size * taps) / 2 - 0.5;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      let sum = 0;
      for (let tapY = y * taps - middle; tapY < (y + 1) * taps - middle; tapY++)
        for (let tapX = x * taps - middle; tapX < (x + 1) * taps - middle; tapX++)
          sum += sample(part, centreX + tapX * stepX - tapY * stepY, centreY + tapX * stepY + tapY * stepX);
      out[(y * size + x) * stride] = sum * scale - 1;
    }
}

/**
 * Cuts one face out of a frame.
 *
 * @param shape of the crop: square, of one channel for grey, or of three for red, green and blue
 * @param out receives `height * width * channels` numbers in [-1, 1], row by row, channels fastest
 */
export function cropFace(
  frame: FramePixels,
  face: RawFace,
  { width: size, channels }: ActivationShape,
  out: Float32Array,
): void {
  const square = squareOf(face);
  for (const [channel, weights] of (channels === 1 ? GREY : COLOURS).entries()) {
    const part = planePart(frame, square, weights);
    samplePlane(part, square, size, { out: out.subarray(channel), stride: channels });
  }
}
