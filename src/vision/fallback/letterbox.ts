/**
 * Frame to the detector's input on the CPU. The twin's mean of bilinear samples is the same weights for every row and for every
 * column, so it is computed in one direction after the other; the tests compare it with the twin.
 */
import type { View } from '../engine/view-buffer.ts';
import type { FramePixels } from './frame-pixels.ts';

/** Weights of neighbouring frame pixels for each model pixel along one axis; they sum to 1, or to less at the frame's edge. */
interface AxisWeights {
  /** First frame pixel of each model pixel. */
  readonly first: Int32Array;
  /** `span` weights for each model pixel. */
  readonly weights: Float32Array;
  readonly span: number;
}

/**
 * @param start of the view along this axis, frame pixels
 * @param scale frame pixels a model pixel
 */
function axisWeights(frameLength: number, modelSize: number, start: number, scale: number): AxisWeights {
  const taps = Math.min(Math.max(Math.ceil(scale / 2), 1), 8);
  const span = Math.ceil(scale) + 2;
  const first = new Int32Array(modelSize);
  const weights = new Float32Array(modelSize * span);
  for (let model = 0; model < modelSize; model++) {
    const reached = Math.max(Math.floor(start + model * scale - 0.5), 0);
    first[model] = Math.min(reached, Math.max(frameLength - span, 0));
    for (let tap = 0; tap < taps; tap++) {
      const position = start + (model + (tap + 0.5) / taps) * scale;
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

/** Weighted sums along each frame row that `down` reads: `[frame height, modelSize, 3]`. */
function sumColumns(
  { width, height, data }: FramePixels,
  { first, weights, span }: AxisWeights,
  down: AxisWeights,
  sums: Float32Array,
): void {
  const modelSize = first.length;
  const reach = Math.min(span, width);
  const lastRow = Math.min((down.first.at(-1) ?? 0) + down.span, height);
  for (let row = down.first[0] ?? 0; row < lastRow; row++) {
    let out = row * modelSize * 3;
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

/** The weights of one view. */
interface ViewWeights {
  readonly across: AxisWeights;
  readonly down: AxisWeights;
}

/** Reduces views of frames to squares of `modelSize`. */
export class Letterbox {
  readonly #modelSize: number;
  #size = { width: 0, height: 0 };
  #sums = new Float32Array();
  readonly #weights = new Map<View, ViewWeights>();

  constructor(modelSize: number) {
    this.#modelSize = modelSize;
  }

  /** `[views, modelSize, modelSize, 3]` in [-1, 1]; views are known again by their identity. */
  reduce(frame: FramePixels, views: readonly View[]): Float32Array {
    this.#fit(frame);
    const values = this.#modelSize ** 2 * 3;
    const input = new Float32Array(views.length * values);
    for (const [index, view] of views.entries()) {
      const { across, down } = this.#weightsOf(frame, view);
      sumColumns(frame, across, down, this.#sums);
      sumRows(this.#sums, frame.height, down, input.subarray(index * values, (index + 1) * values));
    }
    return input;
  }

  #fit({ width, height }: FramePixels): void {
    if (this.#size.width === width && this.#size.height === height) return;
    this.#size = { width, height };
    this.#sums = new Float32Array(height * this.#modelSize * 3);
    this.#weights.clear();
  }

  #weightsOf({ width, height }: FramePixels, view: View): ViewWeights {
    const known = this.#weights.get(view);
    if (known !== undefined) return known;
    const scale = view.side / this.#modelSize;
    const weights = {
      across: axisWeights(width, this.#modelSize, view.x, scale),
      down: axisWeights(height, this.#modelSize, view.y, scale),
    };
    this.#weights.set(view, weights);
    return weights;
  }
}
