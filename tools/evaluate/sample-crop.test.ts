import { expect, it } from 'vitest';
import { CROP_SIDE, sampleCrop } from './page/sample-crop.ts';

const SIDE = 96;

function sample(value: (x: number, y: number) => readonly [number, number, number]): Float32Array {
  const rgba = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    rgba.set([...value(pixel % SIDE, Math.floor(pixel / SIDE)), 255], 4 * pixel);
  }
  const out = new Float32Array(CROP_SIDE * CROP_SIDE);
  sampleCrop(rgba, SIDE, out);
  return out;
}

it('follows a ramp exactly at the sampled positions', () => {
  const out = sample((x, y) => [2 * x, 2 * x, y < SIDE ? 2 * x : 0]);
  for (let index = 0; index < CROP_SIDE; index++) {
    const at = SIDE / 2 + ((index + 0.5) / CROP_SIDE - 0.5) * SIDE * (1.15 / 1.3) - 0.5;
    expect(out[5 * CROP_SIDE + index]).toBeCloseTo((2 * at) / 127.5 - 1, 4);
  }
});

it('keeps rows and columns apart', () => {
  const out = sample((_, y) => [2 * y, 2 * y, 2 * y]);
  expect(out[0]).toBeCloseTo(out[CROP_SIDE - 1] ?? Number.NaN, 6);
  expect(out[0]).toBeLessThan(out[CROP_SIDE] ?? Number.NaN);
});

it('weighs the colours to grey', () => {
  expect(sample(() => [200, 100, 50])[0]).toBeCloseTo((0.299 * 200 + 58.7 + 5.7) / 127.5 - 1, 5);
});
