import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import type { PoolParameters } from './argmax-pool.ts';

/** The slow twin of `argmax-pool.wgsl`: a window's values in raster order, and the place of the first that is greatest. */
export function argmaxPoolReference(p: PoolParameters, input: FeatureMap): FeatureMap {
  return createFeatureMap([input.batch, p.outHeight, p.outWidth, p.channels], (item, y, x, channel) => {
    const values = Array.from({ length: 9 }, (_, place) => {
      const [ky, kx] = [Math.floor(place / 3), place % 3];
      return at(input, [item, 2 * y + ky - p.padTop, 2 * x + kx - p.padLeft, channel], -Infinity);
    });
    return values.indexOf(Math.max(...values));
  });
}
