import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import type { ConvWeights } from '../conv/conv.reference.ts';
import type { PoolResidualParameters } from './pool-residual.ts';

/** The slow twin of `pool-residual.wgsl`, in double precision. The residual's kernel is 1, 1, in, out. */
export function poolResidualReference(
  p: PoolResidualParameters,
  main: FeatureMap,
  residual: FeatureMap,
  { kernel, bias }: ConvWeights,
): FeatureMap {
  return createFeatureMap([main.batch, p.outHeight, p.outWidth, p.outChannels], (item, y, x, o) => {
    let maximum = -Infinity;
    for (let ky = 0; ky < 3; ky++)
      for (let kx = 0; kx < 3; kx++)
        maximum = Math.max(
          maximum,
          at(main, [item, 2 * y + ky - p.padTop, 2 * x + kx - p.padLeft, o], -Infinity),
        );
    let sum = bias[o] ?? 0;
    for (let i = 0; i < p.inChannels; i++)
      sum += (kernel[i * p.outChannels + o] ?? 0) * at(residual, [item, 2 * y, 2 * x, i]);
    return maximum + sum;
  });
}
