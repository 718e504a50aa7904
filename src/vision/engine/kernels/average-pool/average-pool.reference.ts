import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import type { AveragePoolParameters } from './average-pool.ts';

/** The slow twin of `average-pool.wgsl`, in double precision. */
export function averagePoolReference(p: AveragePoolParameters, input: FeatureMap): FeatureMap {
  return createFeatureMap([input.batch, p.outHeight, p.outWidth, p.channels], (item, y, x, channel) => {
    const window = [0, 1].flatMap((row) =>
      [0, 1].map((column) => at(input, [item, 2 * y + row, 2 * x + column, channel])),
    );
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });
}
