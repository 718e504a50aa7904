/** From a gradient layer and the shapes around it to the compile-time facts of its kernel; used by the plan and by the twins alike. */
import type { ConvGradientLayer, DepthwiseGradientLayer } from './gradient-layers.ts';
import type { PoolParameters } from './kernels/argmax-pool/argmax-pool.ts';
import type { AveragePoolParameters } from './kernels/average-pool/average-pool.ts';
import type { ConvParameters } from './kernels/conv/conv.ts';
import type { DepthwiseGradientParameters } from './kernels/depthwise-gradient/depthwise-gradient.ts';
import { sizesOf } from './layer-parameters.ts';
import { samePadding, type ActivationShape } from './network.ts';

/** Facts of a 3x3/2 maximum: `input` is what is pooled, `output` what that gives, whichever way the layer goes. */
export function poolParameters(
  batch: number,
  input: ActivationShape,
  output: ActivationShape,
): PoolParameters {
  return {
    batch,
    inHeight: input.height,
    inWidth: input.width,
    outHeight: output.height,
    outWidth: output.width,
    channels: input.channels,
    padTop: samePadding(input.height, 3, 2).before,
    padLeft: samePadding(input.width, 3, 2).before,
  };
}

/**
 * Facts of a 2x2 mean: `input` is what is pooled, `output` what that gives, whichever way the layer goes.
 *
 * @throws Error when a window would reach over the edge, which happens in no network here
 */
export function averagePoolParameters(
  batch: number,
  input: ActivationShape,
  output: ActivationShape,
): AveragePoolParameters {
  if (input.height % 2 !== 0 || input.width % 2 !== 0)
    throw new Error('a 2x2 mean needs an even height and width');
  return { batch, outHeight: output.height, outWidth: output.width, channels: output.channels };
}

/** Facts of the convolution that takes a gradient back; `input` is the gradient that arrives. */
export function convGradientParameters(
  { kernelSize, padding }: ConvGradientLayer,
  batch: number,
  input: ActivationShape,
  output: ActivationShape,
): ConvParameters {
  const pad = padding === 'valid' ? kernelSize - 1 : (kernelSize - 1) / 2;
  return {
    ...sizesOf(batch, input, output),
    kernelSize,
    stride: 1,
    padTop: pad,
    padLeft: pad,
    relu: false,
  };
}

/** Facts of a depthwise convolution on the way back. */
export function depthwiseGradientParameters(
  { strided, gate }: DepthwiseGradientLayer,
  batch: number,
  output: ActivationShape,
): DepthwiseGradientParameters {
  const passed = gate === undefined ? 'none' : gate.guided ? 'guided' : 'plain';
  return { batch, ...output, strided: strided !== undefined, gate: passed };
}
