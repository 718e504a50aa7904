/** From gradients to pictures: pure. */
import type { ExplanationMap } from '../domain/explanation.ts';

/** What keeps a flat gradient from being divided by nothing, and how far one standard deviation lies from the middle grey. */
const LEAST_DEVIATION = 1e-5;
const DEVIATION_SHARE = 0.1;

/**
 * A gradient as a picture: middle grey where it is its mean, lighter above, darker below, a tenth of the range a standard deviation.
 * Source: `deprocess_image` of oarriaga/face_classification, `src/utils/grad_cam.py`.
 *
 * @param gradient of one channel, shown in grey, or three, shown in colour
 * @returns RGBA, `height * width * 4`
 */
export function gradientPixels({ channels, data }: ExplanationMap): Uint8ClampedArray<ArrayBuffer> {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
  const scale = DEVIATION_SHARE / (Math.sqrt(variance) + LEAST_DEVIATION);
  const level = (value: number): number => 255 * ((value - mean) * scale + 0.5);
  const pixels = new Uint8ClampedArray((data.length / channels) * 4);
  for (let pixel = 0; pixel < data.length / channels; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      pixels[4 * pixel + channel] = level(data[pixel * channels + (channels === 3 ? channel : 0)] ?? mean);
    pixels[4 * pixel + 3] = 255;
  }
  return pixels;
}

/**
 * Grad-CAM: the features, each weighed by its mean gradient, summed; what is below 0 counts against the class and is left out.
 * Source: R. Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization", 2017.
 *
 * @returns `height * width` shares of the greatest, 0 to 1; all 0 where nothing speaks for the class
 */
export function gradCam(features: ExplanationMap, gradient: ExplanationMap): Float32Array {
  const { channels, data } = features;
  const pixels = data.length / channels;
  const weights = new Float32Array(channels);
  gradient.data.forEach((value, index) => {
    weights[index % channels] = (weights[index % channels] ?? 0) + value / pixels;
  });
  const map = new Float32Array(pixels);
  data.forEach((value, index) => {
    const pixel = Math.floor(index / channels);
    map[pixel] = (map[pixel] ?? 0) + value * (weights[index % channels] ?? 0);
  });
  const greatest = Math.max(...map, 0);
  return map.map((value) => (greatest === 0 ? 0 : Math.max(value, 0) / greatest));
}

/** A map of shares as a picture to lay over the face: one colour, the more opaque the greater the share. */
export function classMapPixels(shares: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(shares.length * 4);
  shares.forEach((share, index) => pixels.set([255, 96, 64, 200 * share], 4 * index));
  return pixels;
}
