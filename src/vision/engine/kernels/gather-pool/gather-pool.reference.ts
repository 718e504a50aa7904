import type { PoolParameters } from '../argmax-pool/argmax-pool.ts';
import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';

/** Maps that a pooling is put together from. */
interface Pooled {
  readonly input: FeatureMap;
  /** Place of the greatest value in each window. */
  readonly argmax: FeatureMap;
  readonly residual: FeatureMap;
}

/** The slow twin of `gather-pool.wgsl`, in double precision. */
export function gatherPoolReference(p: PoolParameters, { input, argmax, residual }: Pooled): FeatureMap {
  return createFeatureMap([input.batch, p.outHeight, p.outWidth, p.channels], (item, y, x, channel) => {
    const place = at(argmax, [item, y, x, channel]);
    const [row, column] = [2 * y + Math.floor(place / 3) - p.padTop, 2 * x + (place % 3) - p.padLeft];
    return at(input, [item, row, column, channel]) + at(residual, [item, y, x, channel]);
  });
}
