import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/repository.ts';
import { cropFace } from '../../src/vision/fallback/crop.ts';
import { readSafetensors } from '../../src/vision/weights/safetensors.ts';
import { CROP_GOLDEN_PATH, cropGolden, goldenFaces, goldenPicture } from './crop-golden.ts';

/** Sums of single precision over many samples. */
const TOLERANCE = 1e-5;

const golden = readSafetensors(CROP_GOLDEN_PATH, new Uint8Array(readFileSync(join(root, CROP_GOLDEN_PATH))));

function greatestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? Number.NaN))), 0);
}

test('the file says what the twin and the sampling of stored crops give', () => {
  const computed = cropGolden();
  expect([...golden.keys()]).toEqual([...computed.keys()]);
  for (const [name, { shape, data }] of computed) {
    const stored = golden.get(name);
    expect(stored?.shape).toEqual(shape);
    expect(greatestDifference(data, stored?.data ?? new Float32Array(0)), name).toBeLessThan(TOLERANCE);
  }
});

test('the crops of the lower tiers are the same', () => {
  const { data, ...size } = goldenPicture();
  const grey = golden.get('grey');
  const side = grey?.shape[1] ?? 0;
  const crops = new Float32Array(grey?.data.length ?? 0);
  for (const [index, face] of goldenFaces().entries()) {
    const out = crops.subarray(index * side * side, (index + 1) * side * side);
    cropFace(
      { ...size, data: new Uint8ClampedArray(data) },
      face,
      { height: side, width: side, channels: 1 },
      out,
    );
  }
  expect(greatestDifference(crops, grey?.data ?? new Float32Array(0))).toBeLessThan(TOLERANCE);
});
