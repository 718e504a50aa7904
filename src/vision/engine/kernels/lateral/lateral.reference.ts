import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import type { ConvWeights } from '../conv/conv.reference.ts';
import type { LateralParameters } from './lateral.ts';

/** `coarse` enlarged twice, bilinearly with half-pixel centres, its edge repeated. */
function enlarged(
  coarse: FeatureMap,
  [item, y, x, o]: readonly [item: number, y: number, x: number, channel: number],
): number {
  const sourceY = Math.max((y + 0.5) / 2 - 0.5, 0);
  const sourceX = Math.max((x + 0.5) / 2 - 0.5, 0);
  const top = Math.floor(sourceY);
  const left = Math.floor(sourceX);
  const corner = (row: number, column: number): number =>
    at(coarse, [item, Math.min(row, coarse.height - 1), Math.min(column, coarse.width - 1), o]);
  const across = (row: number): number =>
    corner(row, left) * (1 - (sourceX - left)) + corner(row, left + 1) * (sourceX - left);
  return across(top) * (1 - (sourceY - top)) + across(top + 1) * (sourceY - top);
}

/** The slow twin of `lateral.wgsl`, in double precision. The kernel is 1, 1, in, out. */
export function lateralReference(
  p: LateralParameters,
  input: FeatureMap,
  coarse: FeatureMap,
  { kernel, bias }: ConvWeights,
): FeatureMap {
  return createFeatureMap([input.batch, p.outHeight, p.outWidth, p.outChannels], (item, y, x, o) => {
    let sum = bias[o] ?? 0;
    for (let i = 0; i < p.inChannels; i++)
      sum += (kernel[i * p.outChannels + o] ?? 0) * at(input, [item, y, x, i]);
    return Math.max(sum, 0) + enlarged(coarse, [item, y, x, o]);
  });
}
