import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import { convReference, type ConvWeights } from '../conv/conv.reference.ts';
import type { ConvParameters } from '../conv/conv.ts';

/** The slow twin of `conv-pool.wgsl`, in double precision: the convolution whole, then its means. */
export function convPoolReference(p: ConvParameters, input: FeatureMap, weights: ConvWeights): FeatureMap {
  const convolved = convReference(p, input, weights);
  const [height, width] = [p.outHeight / 2, p.outWidth / 2];
  return createFeatureMap([input.batch, height, width, p.outChannels], (item, y, x, channel) => {
    let sum = 0;
    for (const row of [2 * y, 2 * y + 1])
      for (const column of [2 * x, 2 * x + 1]) sum += at(convolved, [item, row, column, channel]);
    return sum / 4;
  });
}
