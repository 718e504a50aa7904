import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import { convReference, type ConvWeights } from '../conv/conv.reference.ts';
import type { ConvAverageParameters } from './conv-average.ts';

/** The slow twin of `conv-average.wgsl`, in double precision: the convolution whole, then its mean; `[batch, 1, 1, channels]`. */
export function convAverageReference(
  p: ConvAverageParameters,
  input: FeatureMap,
  weights: ConvWeights,
): FeatureMap {
  const pad = (p.kernelSize - 1) / 2;
  const sizes = { outHeight: p.inHeight, outWidth: p.inWidth, stride: 1, padTop: pad, padLeft: pad };
  const convolved = convReference({ ...p, ...sizes, relu: false }, input, weights);
  return createFeatureMap([input.batch, 1, 1, p.outChannels], (item, _y, _x, channel) => {
    let sum = 0;
    for (let y = 0; y < p.inHeight; y++)
      for (let x = 0; x < p.inWidth; x++) sum += at(convolved, [item, y, x, channel]);
    return sum / (p.inHeight * p.inWidth);
  });
}
