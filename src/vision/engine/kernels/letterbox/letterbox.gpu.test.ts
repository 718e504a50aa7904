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
import { letterboxReference } from './letterbox.reference.ts';
import { letterbox } from './letterbox.ts';

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

async function run(size: number, frame: Picture): Promise<Float32Array> {
  const texture = uploadPicture(gpu.device, frame);
  const output = gpu.pool.storage('output', size * size * 16);
  await runSteps(gpu.device, [
    planStep('letterbox', letterbox, { size }, [texture.createView(), { buffer: output }]),
  ]);
  const values = await downloadMap(gpu.device, output, size * size * 3, 3);
  texture.destroy();
  return values;
}

test.each([
  ['landscape, odd', 53, 31],
  ['portrait, odd', 31, 53],
  ['the size of the model', 19, 19],
  ['smaller than the model', 7, 5],
  ['one pixel', 1, 1],
  ['one row', 41, 1],
  ['much larger, so that samples are skipped', 641, 359],
])('letterbox agrees with its twin: %s, %i x %i', async (_name, width, height) => {
  const frame = randomPicture(width, height);
  const expected = letterboxReference({ size: 19 }, frame).data;
  // Positions are in frame pixels, so that is the scale of what is rounded; four texels a sample.
  const allowed = tolerance(4, Math.max(width, height));
  expect(greatestDifference(await run(19, frame), expected)).toBeLessThan(allowed);
});

test('a white frame is 1 inside and -1 in the margins', async () => {
  const values = await run(
    16,
    createPicture(32, 16, () => [255, 255, 255]),
  );
  const row = (y: number): number[] => [...values.subarray(y * 48, (y + 1) * 48)];
  [0, 3, 12, 15].forEach((y) => expect(row(y), `row ${y}`).toEqual(Array(48).fill(-1)));
  [4, 7, 11].forEach((y) => expect(row(y), `row ${y}`).toEqual(Array(48).fill(1)));
});
