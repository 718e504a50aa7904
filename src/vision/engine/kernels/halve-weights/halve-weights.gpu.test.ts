import { expect, test } from 'vitest';
import { decodeHalfFloats } from '../../../weights/tensor.ts';
import { download, randomWeights, requireDevice, seededRandom } from '../../gpu.testing.ts';
import { createHalver } from '../../halves.ts';
import { halfSpacing, halveWeightsReference } from './halve-weights.reference.ts';

/** All finite f16 numbers. */
function everyHalf(): Float32Array<ArrayBuffer> {
  const bits = Uint16Array.from({ length: 65_536 }, (_, index) => index);
  return new Float32Array(decodeHalfFloats(new Uint8Array(bits.buffer)).filter(Number.isFinite));
}

async function halved(weights: Float32Array<ArrayBuffer>): Promise<Float32Array> {
  const { device, pool, dispose } = await requireDevice();
  const halve = await createHalver(device, pool);
  const source = pool.upload('weights', weights);
  const copy = halve(source);
  expect(copy.size).toBe(source.size / 2);
  expect(halve(source), 'the same copy when asked again').toBe(copy);
  const halves = decodeHalfFloats(new Uint8Array(await download(device, copy)));
  dispose();
  return halves.subarray(0, weights.length);
}

test('a number that is an f16 stays what it is', async () => {
  const weights = everyHalf();
  expect(halveWeightsReference(weights)).toEqual(weights);
  const halves = await halved(weights);
  // Numbers below the least exponent may be taken for 0, which WGSL leaves to the device.
  const normal = weights.map((value) => (Math.abs(value) < 2 ** -14 ? 0 : value));
  expect(halves.map((value) => (Math.abs(value) < 2 ** -14 ? 0 : value))).toEqual(normal);
});

test('any other becomes the nearest f16 or the one beside it', async () => {
  const weights = new Float32Array(randomWeights(seededRandom(11), 4_000).map((value) => value * 100));
  const nearest = halveWeightsReference(weights);
  const halves = await halved(weights);
  for (const [index, value] of weights.entries()) {
    const spacing = halfSpacing(value);
    expect(Math.abs((nearest[index] ?? NaN) - value)).toBeLessThanOrEqual(spacing / 2);
    expect(Math.abs((halves[index] ?? NaN) - (nearest[index] ?? NaN))).toBeLessThanOrEqual(spacing);
  }
});
