import { describe, expect, it } from 'vitest';
import { sampleCrop, type CropRule } from './sample-crop.ts';

const SIDE = 96;
const GREY = { height: 64, width: 64, channels: 1, sideOverBox: 1.15 };
const RGB = { height: 48, width: 48, channels: 3, sideOverBox: 1.15 };

function sample(
  rule: CropRule,
  value: (x: number, y: number) => readonly [number, number, number],
): Float32Array {
  const rgba = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    rgba.set([...value(pixel % SIDE, Math.floor(pixel / SIDE)), 255], 4 * pixel);
  }
  const out = new Float32Array(rule.height * rule.width * rule.channels);
  sampleCrop(rgba, SIDE, rule, out);
  return out;
}

/** Where a column of the input lies in the stored crop, in its pixels. */
function placeOf(index: number, { width, sideOverBox }: CropRule): number {
  return SIDE / 2 + ((index + 0.5) / width - 0.5) * SIDE * (sideOverBox / 1.3) - 0.5;
}

describe('a crop in grey', () => {
  it('follows a ramp exactly at the sampled positions', () => {
    const out = sample(GREY, (x) => [2 * x, 2 * x, 2 * x]);
    for (let index = 0; index < GREY.width; index++)
      expect(out[5 * GREY.width + index]).toBeCloseTo((2 * placeOf(index, GREY)) / 127.5 - 1, 4);
  });

  it('keeps rows and columns apart', () => {
    const out = sample(GREY, (_, y) => [2 * y, 2 * y, 2 * y]);
    expect(out[0]).toBeCloseTo(out[GREY.width - 1] ?? Number.NaN, 6);
    expect(out[0]).toBeLessThan(out[GREY.width] ?? Number.NaN);
  });

  it('weighs the colours', () => {
    expect(sample(GREY, () => [200, 100, 50])[0]).toBeCloseTo((0.299 * 200 + 58.7 + 5.7) / 127.5 - 1, 5);
  });
});

describe('a crop in colour', () => {
  it('has the channels of a pixel together, each with its own values', () => {
    const out = sample(RGB, (x, y) => [2 * x, 2 * y, 50]);
    for (const [row, column] of [
      [0, 0],
      [7, 31],
      [47, 47],
    ] as const) {
      const [red, green, blue] = out.subarray((row * RGB.width + column) * 3);
      expect(red).toBeCloseTo((2 * placeOf(column, RGB)) / 127.5 - 1, 4);
      expect(green).toBeCloseTo((2 * placeOf(row, RGB)) / 127.5 - 1, 4);
      expect(blue).toBeCloseTo(50 / 127.5 - 1, 5);
    }
  });

  it('reaches the edge of the stored crop where the rule is as wide as that', () => {
    const whole = { ...RGB, width: SIDE, height: SIDE, sideOverBox: 1.3 };
    const out = sample(whole, (x) => [2 * x, 0, 0]);
    expect(out[0]).toBeCloseTo(-1, 6);
    expect(out[3 * (SIDE - 1)]).toBeCloseTo((2 * (SIDE - 1)) / 127.5 - 1, 5);
  });
});
