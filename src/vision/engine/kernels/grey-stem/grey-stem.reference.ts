import type { FeatureMap } from '../../feature-map.ts';
import { convReference, type ConvWeights } from '../conv/conv.reference.ts';
import type { ConvParameters } from '../conv/conv.ts';
import type { GreyStemParameters } from './grey-stem.ts';

/** Weights of the two convolutions; the first kernel is 3, 3, 1, middle. */
export interface GreyStemWeights {
  readonly first: ConvWeights;
  readonly second: ConvWeights;
}

const VALID_3X3 = { kernelSize: 3, stride: 1, padTop: 0, padLeft: 0, relu: true } as const;

/** The slow twin of `grey-stem.wgsl`, in double precision: one convolution after the other. */
export function greyStemReference(
  p: GreyStemParameters,
  input: FeatureMap,
  { first, second }: GreyStemWeights,
): FeatureMap {
  const sizes = (margin: number): Pick<ConvParameters, 'batch' | 'outHeight' | 'outWidth'> => ({
    batch: p.batch,
    outHeight: p.outHeight + margin,
    outWidth: p.outWidth + margin,
  });
  const convolve = (map: FeatureMap, margin: number, weights: ConvWeights): FeatureMap => {
    const { height, width, channels } = map;
    const shapes = { inHeight: height, inWidth: width, inChannels: channels, ...sizes(margin) };
    const outChannels = weights.bias.length;
    return convReference({ ...VALID_3X3, ...shapes, outChannels }, map, weights);
  };
  return convolve(convolve(input, 2, first), 0, second);
}
