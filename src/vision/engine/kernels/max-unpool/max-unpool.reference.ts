import type { PoolParameters } from '../argmax-pool/argmax-pool.ts';
import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';

/** The slow twin of `max-unpool.wgsl`, in double precision: each window gives its gradient to the pixel that was its greatest. */
export function maxUnpoolReference(p: PoolParameters, gradient: FeatureMap, argmax: FeatureMap): FeatureMap {
  const output = createFeatureMap([gradient.batch, p.inHeight, p.inWidth, p.channels]);
  for (let item = 0; item < gradient.batch; item++)
    for (let y = 0; y < p.outHeight; y++)
      for (let x = 0; x < p.outWidth; x++)
        for (let channel = 0; channel < p.channels; channel++) {
          const place = at(argmax, [item, y, x, channel]);
          const [row, column] = [2 * y + Math.floor(place / 3) - p.padTop, 2 * x + (place % 3) - p.padLeft];
          const index = ((item * p.inHeight + row) * p.inWidth + column) * p.channels + channel;
          output.data[index] = (output.data[index] ?? 0) + at(gradient, [item, y, x, channel]);
        }
  return output;
}
