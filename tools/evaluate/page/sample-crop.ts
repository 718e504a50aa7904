/** Side of the classifier's input in pixels. */
export const CROP_SIDE = 64;

/** What share of a stored crop's side the classifier sees: 1.15 of the detector's box out of 1.3. */
const CENTRAL_SHARE = 1.15 / 1.3;

/** One row or column of the sampling: the two source pixels and the weight of the second. */
interface Tap {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

function taps(side: number): Tap[] {
  return Array.from({ length: CROP_SIDE }, (_, index) => {
    const at = side / 2 + ((index + 0.5) / CROP_SIDE - 0.5) * CENTRAL_SHARE * side - 0.5;
    const low = Math.min(Math.max(Math.floor(at), 0), side - 1);
    return { low, high: Math.min(low + 1, side - 1), weight: Math.min(Math.max(at - low, 0), 1) };
  });
}

/**
 * Samples the classifier's input from a stored crop: the central part, bilinear between pixel centres, in grey.
 *
 * @param rgba square picture, `side * side * 4` values of 0 to 255
 * @param out receives `CROP_SIDE * CROP_SIDE` values of -1 to 1, row by row
 */
export function sampleCrop(rgba: ArrayLike<number>, side: number, out: Float32Array): void {
  const grey = Float32Array.from({ length: side * side }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0] = [rgba[4 * pixel], rgba[4 * pixel + 1], rgba[4 * pixel + 2]];
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 127.5 - 1;
  });
  const grid = taps(side);
  const between = (row: number, { low, high, weight }: Tap): number =>
    (grey[row * side + low] ?? 0) * (1 - weight) + (grey[row * side + high] ?? 0) * weight;
  for (const [y, vertical] of grid.entries()) {
    for (const [x, horizontal] of grid.entries()) {
      const top = between(vertical.low, horizontal);
      const bottom = between(vertical.high, horizontal);
      out[y * CROP_SIDE + x] = top * (1 - vertical.weight) + bottom * vertical.weight;
    }
  }
}
