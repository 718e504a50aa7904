import { describe, expect, test } from 'vitest';
import type { ExplanationMap } from '../domain/explanation.ts';
import { classMapPixels, gradCam, gradientPixels } from './saliency.ts';

function mapOf(width: number, channels: number, values: readonly number[]): ExplanationMap {
  return { width, height: values.length / channels / width, channels, data: Float32Array.from(values) };
}

describe('a gradient as a picture', () => {
  test('is middle grey at its mean and a tenth of the range away at a standard deviation', () => {
    // Mean 2, standard deviation 1.
    const pixels = gradientPixels(mapOf(2, 1, [1, 3]));
    expect([...pixels]).toEqual([102, 102, 102, 255, 153, 153, 153, 255]);
  });

  test('is cut off where it would leave the range', () => {
    const spike = gradientPixels(mapOf(10, 1, [...Array<number>(99).fill(0), 1_000]));
    expect(spike.at(-4)).toBe(255);
  });

  test('is one grey where nothing differs', () => {
    expect(new Set(gradientPixels(mapOf(2, 1, [7, 7, 7, 7])))).toEqual(new Set([128, 255]));
  });

  test('keeps the colours of a gradient of three channels apart', () => {
    const pixels = gradientPixels(mapOf(1, 3, [-1, 0, 1]));
    expect(pixels[0]).toBeLessThan(128);
    expect(pixels[1]).toBe(128);
    expect(pixels[2]).toBeGreaterThan(128);
  });
});

describe('Grad-CAM', () => {
  test('weighs each feature by its mean gradient, worked by hand', () => {
    // Two pixels, two features. Mean gradients 2 and -1: pixel sums 2 * 1 - 3 = -1 and 2 * 2 - 1 = 3.
    const shares = gradCam(mapOf(2, 2, [1, 3, 2, 1]), mapOf(2, 2, [1, -1, 3, -1]));
    expect([...shares]).toEqual([0, 1]);
  });

  test('is empty where nothing speaks for the class', () => {
    expect([...gradCam(mapOf(2, 1, [1, 2]), mapOf(2, 1, [-1, -1]))]).toEqual([0, 0]);
  });

  test('is the more opaque the greater the share', () => {
    expect([...classMapPixels(Float32Array.of(0, 1))]).toEqual([255, 96, 64, 0, 255, 96, 64, 200]);
  });
});
