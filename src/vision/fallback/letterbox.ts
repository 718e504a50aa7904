/**
 * Frame to the detector's input on the CPU. The twin's mean of bilinear samples is the same weights for every row and for every
 * column, so it is computed in one direction after the other; the tests compare it with the twin.
 */
import { letterboxTransform } from '../engine/kernels/letterbox/letterbox.ts';
import type { FramePixels } from './frame-pixels.ts';

/** Weights of neighbouring frame pixels for each model pixel along one axis; they sum to 1, or to less at the frame's edge. */
interface AxisWeights {
  /** First frame pixel of each model pixel. */
  readonly first: Int32Array;
  /** `span` weights for each model pixel. */
  readonly weights: Float32Array;
  readonly span: number;
}

function axisWeights(frameLength: number, modelSize: number, scale: number, offset: number): AxisWeights {
  const taps = Math.min(Math.max(Math.ceil(scale / 2), 1), 8);
  const span = Math.ceil(scale) + 2;
  const first = new Int32Array(modelSize);
  const weights = new Float32Array(modelSize * span);
  for (let model = 0; model < modelSize; model++) {
    const start = Math.max(Math.floor((model - offset) * scale - 0.5), 0);
    first[model] = Math.min(start, Math.max(frameLength - span, 0));
    for (let tap = 0; tap < taps; tap++) {
      const position = (model + (tap + 0.5) / taps - offset) * scale;
      if (position < 0 || position > frameLength) continue;
      const low = Math.floor(position - 0.5);
      const share = position - 0.5 - low;
      const addTo = (pixel: number, weight: number): void => {
        const inside = Math.min(Math.max(pixel, 0), frameLength - 1) - (first[model] ?? 0);
        weights[model * span + inside] = (weights[model * span + inside] ?? 0) + weight / taps;
      };
      addTo(low, 1 - share);
      addTo(low + 1, share);
    }
  }
  return { first, weights, span };
}

/** Weighted sums along each frame row: `[frame height, modelSize, 3]`. */
function sumColumns(
  { width, height, data }: FramePixels,
  { first, weights, span }: AxisWeights,
  sums: Float32Array,
): void {
  const modelSize = first.length;
  const reach = Math.min(span, width);
  let out = 0;
  for (let row = 0; row < height; row++) {
    for (let model = 0; model < modelSize; model++) {
      let [red, green, blue] = [0, 0, 0];
      let at = (row * width + (first[model] as number)) * 4;
      for (let tap = model * span; tap < model * span + reach; tap++, at += 4) {
        const weight = weights[tap] as number;
        red += weight * (data[at] as number);
        green += weight * (data[at + 1] as number);
        blue += weight * (data[at + 2] as number);
      }
      sums[out++] = red;
      sums[out++] = green;
      sums[out++] = blue;
    }
  }
}

/** Weighted sums of those rows, from 0..255 to -1..1. */
function sumRows(sums: Float32Array, frameHeight: number, axis: AxisWeights, input: Float32Array): void {
  const { first, weights, span } = axis;
  const rowLength = input.length / first.length;
  const reach = Math.min(span, frameHeight);
  input.fill(-1);
  for (let model = 0; model < first.length; model++) {
    for (let tap = 0; tap < reach; tap++) {
      const weight = (weights[model * span + tap] as number) / 127.5;
      if (weight === 0) continue;
      const from = ((first[model] as number) + tap) * rowLength;
      const to = model * rowLength;
      for (let at = 0; at < rowLength; at++)
        input[to + at] = (input[to + at] as number) + weight * (sums[from + at] as number);
    }
  }
}

/** Fits frames whole and centred into a square of `modelSize`: `[modelSize, modelSize, 3]` in [-1, 1], valid until the next call. */
export function createLetterbox(modelSize: number): (frame: FramePixels) => Float32Array {
  const input = new Float32Array(modelSize * modelSize * 3);
  let size = { width: 0, height: 0 };
  let sums = new Float32Array();
  let [across, down] = [axisWeights(1, modelSize, 1, 0), axisWeights(1, modelSize, 1, 0)];
  return (frame) => {
    const { width, height } = frame;
    if (size.width !== width || size.height !== height) {
      const { scale, offsetX, offsetY } = letterboxTransform(frame, modelSize);
      size = { width, height };
      sums = new Float32Array(height * modelSize * 3);
      across = axisWeights(width, modelSize, scale, offsetX);
      down = axisWeights(height, modelSize, scale, offsetY);
    }
    sumColumns(frame, across, sums);
    sumRows(sums, height, down, input);
    return input;
  };
}
