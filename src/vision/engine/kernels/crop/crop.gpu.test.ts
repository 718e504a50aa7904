import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sceneUrl from '../../../../../fixtures/scene.png?url';
import { writeFaces, type RawFace } from '../../face-buffer.ts';
import {
  downloadMap,
  fetchPicture,
  greatestDifference,
  randomPicture,
  requireDevice,
  runSteps,
  seededRandom,
  tolerance,
  uploadPicture,
  type TestDevice,
} from '../../gpu.testing.ts';
import { createPicture, type Picture } from '../../picture.reference.ts';
import { planStep } from '../../plan.ts';
import { cropReference } from './crop.reference.ts';
import { crop } from './crop.ts';

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

/** Marks what the kernel has not written. */
const UNTOUCHED = 7;

interface CropCase {
  readonly size: number;
  readonly grey: boolean;
  readonly frame: Picture;
  readonly faces: readonly RawFace[];
}

/** Runs with room for 32 faces; gives the numbers of all 32. */
async function run({ size, grey, frame, faces }: CropCase): Promise<Float32Array> {
  const texture = uploadPicture(gpu.device, frame);
  const output = gpu.pool.upload('output', new Float32Array(32 * size * size * 4).fill(UNTOUCHED));
  const resources = [
    texture.createView(),
    { buffer: gpu.pool.upload('faces', writeFaces(faces, 32)) },
    { buffer: output },
  ];
  await runSteps(gpu.device, [planStep('crop', crop, { size, grey, maxFaces: 32 }, resources)]);
  const channels = grey ? 1 : 3;
  const values = await downloadMap(gpu.device, output, 32 * size * size * channels, channels);
  texture.destroy();
  return values;
}

/** A face of a square box around a centre, its eye line turned by `angleRad` (clockwise on the screen). */
function faceAt(centreX: number, centreY: number, boxSide: number, angleRad = 0): RawFace {
  const reach = boxSide / 4;
  const [alongX, alongY] = [reach * Math.cos(angleRad), reach * Math.sin(angleRad)];
  const eyes = [
    [centreX - alongX, centreY - alongY],
    [centreX + alongX, centreY + alongY],
  ] as const;
  const rest = Array.from({ length: 4 }, () => [centreX, centreY] as const);
  return {
    box: [centreX - boxSide / 2, centreY - boxSide / 2, boxSide, boxSide],
    score: 0.9,
    keypoints: [...eyes, ...rest],
  };
}

async function expectTwinsAgree(cropCase: CropCase): Promise<void> {
  const { frame, faces } = cropCase;
  const expected = cropReference(cropCase, frame, faces).data;
  const values = await run(cropCase);
  // Positions are in frame pixels, so that is the scale of what is rounded; four texels a sample.
  const allowed = tolerance(4, Math.max(frame.width, frame.height));
  expect(greatestDifference(values.subarray(0, expected.length), expected)).toBeLessThan(allowed);
  expect(values.subarray(expected.length).every((value) => value === UNTOUCHED)).toBe(true);
}

describe.each([true, false])('crop against its twin, grey: %s', (grey) => {
  const frame = randomPicture(83, 61);

  test.each([0.3, -1.2, Math.PI / 2, 3])('eyes turned by %d rad', async (angleRad) => {
    await expectTwinsAgree({ size: 16, grey, frame, faces: [faceAt(40.3, 29.8, 21, angleRad)] });
  });

  test.each([
    ['the left and top edge', 3, 2, 20],
    ['the right and bottom edge', 81, 60, 20],
    ['all four edges', 41, 30, 200],
    ['outside the frame', -50, 90, 12],
  ])('a box across %s', async (_name, x, y, side) => {
    await expectTwinsAgree({ size: 16, grey, frame, faces: [faceAt(x, y, side, 0.1)] });
  });

  test('a box that is not square gives a square crop of its longer side', async () => {
    const face: RawFace = { ...faceAt(40, 30, 20, 0.2), box: [33, 20, 14, 22] };
    await expectTwinsAgree({ size: 16, grey, frame, faces: [face] });
  });

  test('a face smaller than the crop is enlarged', async () => {
    await expectTwinsAgree({ size: 17, grey, frame, faces: [faceAt(40, 30, 6, -0.4)] });
  });

  test('eyes on one point count as level', async () => {
    const face: RawFace = {
      ...faceAt(40, 30, 20),
      keypoints: Array.from({ length: 6 }, () => [40, 30] as const),
    };
    const level = await run({ size: 16, grey, frame, faces: [faceAt(40, 30, 20)] });
    expect(await run({ size: 16, grey, frame, faces: [face] })).toEqual(level);
    await expectTwinsAgree({ size: 16, grey, frame, faces: [face] });
  });

  test.each([0, 1, 32])('%i faces; the crops of faces that are not there stay as they are', async (count) => {
    const random = seededRandom(count);
    const faces = Array.from({ length: count }, () =>
      faceAt(40 + 40 * random(), 30 + 30 * random(), 15 + 10 * random(), 3 * random()),
    );
    await expectTwinsAgree({ size: 8, grey, frame, faces });
  });
});

const SIZE = 64;

function at(values: Float32Array, x: number, y: number): number {
  return values[y * SIZE + x] ?? NaN;
}

/** What the ramp shows at a position in frame pixels. */
function rampAt(x: number): number {
  return (2 * (x - 0.5)) / 255 - 1;
}

describe('the crop rule, in numbers that stand here', () => {
  const ramp = createPicture(256, 256, (x) => [x, x, x]);

  test('a square of side 1.15 x the longer side of the box, centred on the box', async () => {
    const face: RawFace = { ...faceAt(128, 100, 80), box: [88, 70, 80, 60] };
    const values = await run({ size: SIZE, grey: true, frame: ramp, faces: [face] });
    // The side is 92, so the first pixel's centre lies at 128 - 46 + 92 / 128, and one pixel is 92 / 64 wide.
    expect(at(values, 0, 0)).toBeCloseTo(rampAt(82.71875), 4);
    expect(at(values, 32, 63)).toBeCloseTo(rampAt(128.71875), 4);
    expect(at(values, 63, 31)).toBeCloseTo(rampAt(173.28125), 4);
  });

  test('the person’s right eye comes to lie left of the left eye, level with it', async () => {
    // The eyes stand one above the other, the right one on top: the crop's x runs down the picture, its y to the left.
    const face = faceAt(128, 100, 80, Math.PI / 2);
    const values = await run({ size: SIZE, grey: true, frame: ramp, faces: [face] });
    expect(at(values, 5, 0)).toBeCloseTo(rampAt(173.28125), 4);
    expect(at(values, 60, 0)).toBeCloseTo(rampAt(173.28125), 4);
    expect(at(values, 5, 63)).toBeCloseTo(rampAt(82.71875), 4);
  });

  test('beyond the frame its edge is replicated', async () => {
    const values = await run({ size: SIZE, grey: true, frame: ramp, faces: [faceAt(0, 128, 80)] });
    expect(at(values, 0, 0)).toBe(-1);
    expect(at(values, 31, 40)).toBe(-1);
    expect(at(values, 63, 40)).toBeCloseTo(rampAt(45.28125), 4);
  });

  test('reduced pictures are averaged over the area of a pixel: a fine chequer becomes grey', async () => {
    const chequer = createPicture(256, 256, (x, y) => ((x + y) % 2 === 0 ? [255, 255, 255] : [0, 0, 0]));
    const values = await run({ size: SIZE, grey: true, frame: chequer, faces: [faceAt(128, 128, 200)] });
    expect(Math.max(...values.subarray(0, SIZE * SIZE).map(Math.abs))).toBeLessThan(0.3);
  });

  test('grey is 0.299 red + 0.587 green + 0.114 blue', async () => {
    const frame = createPicture(9, 9, () => [10, 100, 200]);
    const values = await run({ size: SIZE, grey: true, frame, faces: [faceAt(4, 4, 4)] });
    expect(at(values, 30, 30)).toBeCloseTo((2 * (2.99 + 58.7 + 22.8)) / 255 - 1, 5);
  });

  test('a face of the scene gives the values that integrating over each pixel’s area gives', async () => {
    const frame = await fetchPicture(sceneUrl);
    const face = faceAt(148, 195, 98);
    const keypoints = [[127.5, 179] as const, [168, 174.5] as const, ...face.keypoints.slice(2)];
    const values = await run({ size: SIZE, grey: true, frame, faces: [{ ...face, keypoints }] });
    // Computed apart from this code, with 64 x 64 samples a pixel.
    const golden = [
      [0, 0, -0.20173],
      [20, 21, 0.01262],
      [43, 21, -0.23532],
      [32, 34, 0.3473],
      [33, 46, 0.19072],
      [50, 32, 0.38594],
      [63, 63, -0.20173],
    ] as const;
    for (const [x, y, expected] of golden)
      expect(Math.abs(at(values, x, y) - expected), `pixel ${x}, ${y}`).toBeLessThan(0.005);
    const mean = values.subarray(0, SIZE * SIZE).reduce((sum, value) => sum + value, 0) / SIZE ** 2;
    expect(mean).toBeCloseTo(0.0209, 3);
  });
});
