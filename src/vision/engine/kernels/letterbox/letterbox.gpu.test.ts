import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  downloadMap,
  greatestDifference,
  requireDevice,
  runSteps,
  randomPicture,
  tolerance,
  uploadPicture,
  type TestDevice,
} from '../../gpu.testing.ts';
import { createPicture, type Picture } from '../../picture.reference.ts';
import { planStep } from '../../plan.ts';
import { wholeView, writeViews, type View } from '../../view-buffer.ts';
import { letterboxReference } from './letterbox.reference.ts';
import { letterbox } from './letterbox.ts';

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

const CAPACITY = 3;

/** What the kernel writes for each view, and nothing for the room that is left. */
async function run(size: number, frame: Picture, views: readonly View[]): Promise<Float32Array> {
  const texture = uploadPicture(gpu.device, frame);
  const viewBuffer = gpu.pool.upload('views', writeViews(views, frame, CAPACITY));
  const output = gpu.pool.storage('output', CAPACITY * size * size * 16);
  const resources = [texture.createView(), { buffer: viewBuffer }, { buffer: output }];
  await runSteps(gpu.device, [planStep('letterbox', letterbox, { size, maxViews: CAPACITY }, resources)]);
  const values = await downloadMap(gpu.device, output, CAPACITY * size * size * 3, 3);
  texture.destroy();
  const written = views.length * size * size * 3;
  expect(values.subarray(written).every((value) => value === 0)).toBe(true);
  return values.subarray(0, written);
}

test.each([
  ['landscape, odd', 53, 31],
  ['portrait, odd', 31, 53],
  ['the size of the model', 19, 19],
  ['smaller than the model', 7, 5],
  ['one pixel', 1, 1],
  ['one row', 41, 1],
  ['much larger, so that samples are skipped', 641, 359],
])('letterbox of the whole frame agrees with its twin: %s, %i x %i', async (_name, width, height) => {
  const frame = randomPicture(width, height);
  const views = [wholeView(frame)];
  const expected = letterboxReference(19, frame, views).data;
  // Positions are in frame pixels, so that is the scale of what is rounded; four texels a sample.
  const allowed = tolerance(4, Math.max(width, height));
  expect(greatestDifference(await run(19, frame, views), expected)).toBeLessThan(allowed);
});

test.each([0, 1, 2, 3])('%i parts of a frame agree with their twin', async (count) => {
  const frame = randomPicture(97, 61);
  const views = [
    { x: 1.5, y: 2.25, side: 40 },
    { x: -10, y: 30, side: 55.5 },
    { x: 60, y: -7, side: 19 },
  ].slice(0, count);
  const expected = letterboxReference(19, frame, views).data;
  expect(greatestDifference(await run(19, frame, views), expected)).toBeLessThan(tolerance(4, 97));
});

test('a white frame is 1 inside and -1 in the margins', async () => {
  const frame = createPicture(32, 16, () => [255, 255, 255]);
  const values = await run(16, frame, [wholeView(frame)]);
  const row = (y: number): number[] => [...values.subarray(y * 48, (y + 1) * 48)];
  [0, 3, 12, 15].forEach((y) => expect(row(y), `row ${y}`).toEqual(Array(48).fill(-1)));
  [4, 7, 11].forEach((y) => expect(row(y), `row ${y}`).toEqual(Array(48).fill(1)));
});
