import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import type { ConvParameters } from './conv.ts';

/** Weights of a convolution: `kernel` is HWIO, `bias` one number an output channel. */
export interface ConvWeights {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** The slow twin of `conv.wgsl`, in double precision. */
export function convReference(
  p: ConvParameters,
  input: FeatureMap,
  { kernel, bias }: ConvWeights,
): FeatureMap {
  return createFeatureMap([input.batch, p.outHeight, p.outWidth, p.outChannels], (item, y, x, o) => {
    let sum = bias[o] ?? 0;
    for (let ky = 0; ky < p.kernelSize; ky++)
      for (let kx = 0; kx < p.kernelSize; kx++)
        for (let i = 0; i < p.inChannels; i++) {
          const weight = kernel[((ky * p.kernelSize + kx) * p.inChannels + i) * p.outChannels + o] ?? 0;
          sum += weight * at(input, [item, y * p.stride + ky - p.padTop, x * p.stride + kx - p.padLeft, i]);
        }
    return p.relu ? Math.max(sum, 0) : sum;
  });
}
