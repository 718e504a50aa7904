import { STORED_SIDE_OVER_BOX } from '../../domain/crop-answers.ts';
import type { ActivationShape } from '../engine/network.ts';

/** One row or column of the sampling: the two source pixels and the weight of the second. */
interface Tap {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

/** What of a stored crop a classifier sees: its input, and the side of its crop over that of the detector's box. */
export interface CropRule extends ActivationShape {
  readonly sideOverBox: number;
}

function taps(side: number, { width, sideOverBox }: CropRule): Tap[] {
  const share = sideOverBox / STORED_SIDE_OVER_BOX;
  return Array.from({ length: width }, (_, index) => {
    const at = side / 2 + ((index + 0.5) / width - 0.5) * share * side - 0.5;
    const low = Math.min(Math.max(Math.floor(at), 0), side - 1);
    return { low, high: Math.min(low + 1, side - 1), weight: Math.min(Math.max(at - low, 0), 1) };
  });
}

/** The planes that a classifier sees, -1 to 1: grey for one channel, red, green and blue for three. */
function planesOf(rgba: ArrayLike<number>, side: number, channels: number): Float32Array[] {
  const plane = (valueAt: (red: number, green: number, blue: number) => number): Float32Array =>
    Float32Array.from({ length: side * side }, (_, pixel) => {
      const [red = 0, green = 0, blue = 0] = [rgba[4 * pixel], rgba[4 * pixel + 1], rgba[4 * pixel + 2]];
      return valueAt(red, green, blue) / 127.5 - 1;
    });
  if (channels === 1) return [plane((red, green, blue) => 0.299 * red + 0.587 * green + 0.114 * blue)];
  return [plane((red) => red), plane((_, green) => green), plane((_red, _green, blue) => blue)];
}

/**
 * Samples a classifier's input from a stored crop: the central part, bilinear between pixel centres, in grey or RGB.
 *
 * @param rgba square picture, `side * side * 4` values of 0 to 255
 * @param rule the input is square, of one channel or three
 * @param out receives `height * width * channels` values of -1 to 1, row by row, channels fastest
 */
export function sampleCrop(rgba: ArrayLike<number>, side: number, rule: CropRule, out: Float32Array): void {
  const planes = planesOf(rgba, side, rule.channels);
  const grid = taps(side, rule);
  let index = 0;
  for (const vertical of grid) {
    for (const horizontal of grid) {
      for (const plane of planes) {
        const between = (row: number): number =>
          (plane[row * side + horizontal.low] ?? 0) * (1 - horizontal.weight) +
          (plane[row * side + horizontal.high] ?? 0) * horizontal.weight;
        out[index++] =
          between(vertical.low) * (1 - vertical.weight) + between(vertical.high) * vertical.weight;
      }
    }
  }
}
