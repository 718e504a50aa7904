import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import type { SeparableParameters } from './separable.ts';

/** `depthwise` is 3, 3, in; `pointwise` in, out; `bias` one number an output channel. */
export interface SeparableWeights {
  readonly depthwise: Float32Array;
  readonly pointwise: Float32Array;
  readonly bias: Float32Array;
}

function skipValue(
  p: SeparableParameters,
  skip: FeatureMap,
  [item, y, x, o]: readonly [item: number, y: number, x: number, channel: number],
): number {
  if (p.skip === 'none' || o >= p.skipChannels) return 0;
  if (p.skip === 'identity') return at(skip, [item, y, x, o]);
  const window = [0, 1].flatMap((ky) => [0, 1].map((kx) => at(skip, [item, 2 * y + ky, 2 * x + kx, o])));
  return Math.max(...window);
}

/** The slow twin of `separable-parts.wgsl` with either entry point, in double precision. `skip` is not read when the mode is `none`. */
export function separableReference(
  p: SeparableParameters,
  input: FeatureMap,
  skip: FeatureMap,
  { depthwise, pointwise, bias }: SeparableWeights,
): FeatureMap {
  const filtered = createFeatureMap([input.batch, p.outHeight, p.outWidth, p.inChannels], (item, y, x, i) => {
    let sum = 0;
    for (let ky = 0; ky < 3; ky++)
      for (let kx = 0; kx < 3; kx++) {
        const weight = depthwise[(ky * 3 + kx) * p.inChannels + i] ?? 0;
        sum += weight * at(input, [item, y * p.stride + ky - p.pad, x * p.stride + kx - p.pad, i]);
      }
    return sum;
  });
  return createFeatureMap([input.batch, p.outHeight, p.outWidth, p.outChannels], (item, y, x, o) => {
    let sum = (bias[o] ?? 0) + skipValue(p, skip, [item, y, x, o]);
    for (let i = 0; i < p.inChannels; i++)
      sum += (pointwise[i * p.outChannels + o] ?? 0) * at(filtered, [item, y, x, i]);
    return p.relu ? Math.max(sum, 0) : sum;
  });
}
