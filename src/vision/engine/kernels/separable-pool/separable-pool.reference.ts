import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import type { ConvWeights } from '../conv/conv.reference.ts';
import { separableReference, type SeparableWeights } from '../separable/separable.reference.ts';
import type { SeparablePoolParameters } from './separable-pool.ts';

/** Weights of both branches; the residual's kernel is 1, 1, in, out. */
export interface SeparablePoolWeights {
  readonly main: SeparableWeights;
  readonly residual: ConvWeights;
}

/** The slow twin of `separable-pool.wgsl`, in double precision: the main branch whole, then its maxima, then the residual. */
export function separablePoolReference(
  p: SeparablePoolParameters,
  input: FeatureMap,
  residual: FeatureMap,
  weights: SeparablePoolWeights,
): FeatureMap {
  const sameSize = { ...p, outHeight: p.inHeight, outWidth: p.inWidth };
  const separable = { ...sameSize, stride: 1, pad: 1, skip: 'none', skipChannels: 0, relu: false } as const;
  const mixed = separableReference(separable, input, input, weights.main);
  return createFeatureMap([input.batch, p.outHeight, p.outWidth, p.outChannels], (item, y, x, o) => {
    let maximum = -Infinity;
    for (let ky = 0; ky < 3; ky++)
      for (let kx = 0; kx < 3; kx++) {
        const [row, column] = [2 * y + ky - p.padTop, 2 * x + kx - p.padLeft];
        maximum = Math.max(maximum, at(mixed, [item, row, column, o], -Infinity));
      }
    let sum = weights.residual.bias[o] ?? 0;
    for (let i = 0; i < p.residualChannels; i++)
      sum += (weights.residual.kernel[i * p.outChannels + o] ?? 0) * at(residual, [item, 2 * y, 2 * x, i]);
    return maximum + sum;
  });
}
