/** Activations on the CPU side: plain NHWC without channel padding, for twins, tests and the way to and from the GPU. */
import { channelGroups } from './kernels/kernel.ts';

/** `data` holds `batch * height * width * channels` numbers, channels fastest. */
export interface FeatureMap {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float64Array;
}

/** A feature map filled by `value(item, y, x, channel)`. */
export function createFeatureMap(
  [batch, height, width, channels]: readonly [number, number, number, number],
  value: (item: number, y: number, x: number, channel: number) => number = () => 0,
): FeatureMap {
  const data = new Float64Array(batch * height * width * channels);
  let index = 0;
  for (let item = 0; item < batch; item++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let channel = 0; channel < channels; channel++) data[index++] = value(item, y, x, channel);
  return { batch, height, width, channels, data };
}

/** One value; `outside` is returned beyond the edge, so that callers state their padding. */
export function at(
  map: FeatureMap,
  [item, y, x, channel]: readonly [item: number, y: number, x: number, channel: number],
  outside = 0,
): number {
  if (y < 0 || x < 0 || y >= map.height || x >= map.width) return outside;
  const value = map.data[((item * map.height + y) * map.width + x) * map.channels + channel];
  if (value === undefined) throw new RangeError(`feature map has no item ${item}, channel ${channel}`);
  return value;
}

/** Copies rows of `channels` numbers into rows of whole `vec4f`s; the padding is zero. */
export function padChannels(data: ArrayLike<number>, channels: number): Float32Array<ArrayBuffer> {
  const padded = channelGroups(channels) * 4;
  const rows = data.length / channels;
  const result = new Float32Array(rows * padded);
  for (let row = 0; row < rows; row++)
    for (let channel = 0; channel < channels; channel++)
      result[row * padded + channel] = data[row * channels + channel] ?? 0;
  return result;
}

/** The inverse of `padChannels`. */
export function unpadChannels(data: Float32Array, channels: number): Float32Array {
  const padded = channelGroups(channels) * 4;
  const rows = data.length / padded;
  const result = new Float32Array(rows * channels);
  for (let row = 0; row < rows; row++)
    result.set(data.subarray(row * padded, row * padded + channels), row * channels);
  return result;
}
