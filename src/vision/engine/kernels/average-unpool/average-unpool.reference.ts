import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import { passRelu } from '../relu-gradient/relu-gradient.reference.ts';
import type { AverageUnpoolParameters } from './average-unpool.ts';

/** The slow twin of `average-unpool.wgsl`, in double precision. */
export function averageUnpoolReference(
  p: AverageUnpoolParameters,
  gradient: FeatureMap,
  activation: FeatureMap,
): FeatureMap {
  const shape = [gradient.batch, 2 * p.outHeight, 2 * p.outWidth, p.channels] as const;
  return createFeatureMap(shape, (item, y, x, channel) => {
    const arrived = at(gradient, [item, Math.floor(y / 2), Math.floor(x / 2), channel]) / 4;
    return passRelu(arrived, at(activation, [item, y, x, channel]), p.guided);
  });
}
