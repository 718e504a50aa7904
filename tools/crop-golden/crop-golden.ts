/** Known answers of the crop rule, by the engine's twin: what cuts faces elsewhere, as training does, must give the same. */
import type { RawFace } from '../../src/vision/engine/face-buffer.ts';
import { cropReference } from '../../src/vision/engine/kernels/crop/crop.reference.ts';
import { createPicture, type Picture } from '../../src/vision/engine/picture.reference.ts';
import { sampleCrop, type CropRule } from '../../src/vision/classifier/sample-crop.ts';

/** Where the file lies, from the repository's root. */
export const CROP_GOLDEN_PATH = 'fixtures/goldens/crop.safetensors';

const [PICTURE_WIDTH, PICTURE_HEIGHT] = [56, 44];
const [GREY_SIZE, COLOUR_SIZE] = [32, 24];
/** Side of the square picture that stands for a stored crop. */
const STORED_SIDE = 28;
/** What mini-Xception sees of it. */
const SEEN: CropRule = { height: 64, width: 64, channels: 1, sideOverBox: 1.15 };

/** Faces as left, top, width, height, right eye's x and y, left eye's x and y. */
const FACES = [
  // Upright, in the middle.
  [18, 12, 20, 20, 24, 19, 32, 19],
  // Turned, and wider than high.
  [10.5, 8.25, 25, 21, 18, 14, 29.5, 20],
  // Over the corner.
  [-9, -7, 24, 24, 0, 0, 9, -2],
  // Smaller than the crop.
  [40.3, 30.7, 7.5, 8.5, 42, 34, 46, 33],
  // Larger than the picture: several samples a pixel.
  [-20, -30, 96, 96, 10, 8, 45, 22],
  // Upside down.
  [14, 10, 26, 26, 33, 27, 21, 26.5],
] as const;

/** Numbers with their shape. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function texture(x: number, y: number): readonly [number, number, number] {
  return [(37 * x + 11 * y) % 256, (x * x + 5 * y) % 256, (13 * x + y * y * 3) % 256];
}

/** Red, green and blue of a picture, 0 to 255. */
export function rgbOf({ width, height, data }: Picture): GoldenTensor {
  const rgb = Float32Array.from({ length: width * height * 3 }, (_, index) => {
    const [pixel, channel] = [Math.floor(index / 3), index % 3];
    return data[4 * pixel + channel] ?? 0;
  });
  return { shape: [height, width, 3], data: rgb };
}

function rawFace([x, y, width, height, ...eyes]: (typeof FACES)[number]): RawFace {
  return {
    box: [x, y, width, height],
    score: 1,
    keypoints: [
      [eyes[0], eyes[1]],
      [eyes[2], eyes[3]],
    ],
  };
}

/** The picture from which faces are cut. */
export function goldenPicture(): Picture {
  return createPicture(PICTURE_WIDTH, PICTURE_HEIGHT, texture);
}

/** The faces that are cut. */
export function goldenFaces(): RawFace[] {
  return FACES.map(rawFace);
}

/** All tensors by name: pictures 0 to 255 and faces as they go in, crops -1 to 1 as they come out. */
export function cropGolden(): ReadonlyMap<string, GoldenTensor> {
  const [picture, faces] = [goldenPicture(), goldenFaces()];
  const grey = cropReference({ size: GREY_SIZE, grey: true }, picture, faces);
  const colour = cropReference({ size: COLOUR_SIZE, grey: false }, picture, faces);
  const stored = createPicture(STORED_SIDE, STORED_SIDE, texture);
  const seen = new Float32Array(SEEN.height * SEEN.width);
  sampleCrop(stored.data, STORED_SIDE, SEEN, seen);
  return new Map([
    ['picture', rgbOf(picture)],
    ['faces', { shape: [FACES.length, 8], data: Float32Array.from(FACES.flat()) }],
    ['grey', { shape: [FACES.length, GREY_SIZE, GREY_SIZE, 1], data: Float32Array.from(grey.data) }],
    ['colour', { shape: [FACES.length, COLOUR_SIZE, COLOUR_SIZE, 3], data: Float32Array.from(colour.data) }],
    ['stored', rgbOf(stored)],
    ['seen', { shape: [SEEN.height, SEEN.width, 1], data: seen }],
  ]);
}
