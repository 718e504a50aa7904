/** From a layer and the shapes around it to the compile-time facts of its kernel; used by the plan and by the twins alike. */
import type { ConvParameters } from './kernels/conv/conv.ts';
import type { ConvAverageParameters } from './kernels/conv-average/conv-average.ts';
import type { GreyStemParameters } from './kernels/grey-stem/grey-stem.ts';
import type { LateralParameters } from './kernels/lateral/lateral.ts';
import type { SeparablePoolParameters } from './kernels/separable-pool/separable-pool.ts';
import type { SeparableParameters } from './kernels/separable/separable.ts';
import {
  samePadding,
  type ActivationShape,
  type ConvAverageLayer,
  type ConvLayer,
  type ConvPoolLayer,
  type GreyStemLayer,
  type SeparableLayer,
} from './network.ts';

/** Sizes of what a layer reads and gives. */
interface Sizes {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
}

/** Sizes of what a layer reads and gives, as kernels name them. */
export function sizesOf(batch: number, input: ActivationShape, output: ActivationShape): Sizes {
  return {
    batch,
    inHeight: input.height,
    inWidth: input.width,
    inChannels: input.channels,
    outHeight: output.height,
    outWidth: output.width,
    outChannels: output.channels,
  };
}

/** Facts of a convolution layer. */
export function convParameters(
  layer: ConvLayer,
  batch: number,
  input: ActivationShape,
  output: ActivationShape,
): ConvParameters {
  const pad = (length: number): number =>
    layer.padding === 'same' ? samePadding(length, layer.kernelSize, layer.stride).before : 0;
  return {
    ...sizesOf(batch, input, output),
    kernelSize: layer.kernelSize,
    stride: layer.stride,
    padTop: pad(input.height),
    padLeft: pad(input.width),
    relu: layer.relu,
  };
}

/**
 * Facts of a pooled convolution: those of the convolution before the pool.
 *
 * @throws Error when a 2x2 would reach over the edge, which happens in no network here
 */
export function convPoolParameters(
  layer: ConvPoolLayer,
  batch: number,
  input: ActivationShape,
): ConvParameters {
  if (input.height % 2 !== 0 || input.width % 2 !== 0)
    throw new Error(`${layer.name}: a 2x2 average needs an even height and width`);
  const facts = { ...layer, op: 'conv', stride: 1, padding: 'same', relu: true } as const;
  return convParameters(facts, batch, input, { ...input, channels: layer.channels });
}

/** Shapes around a separable layer; one without a skip has none for it. */
export interface SeparableShapes {
  readonly input: ActivationShape;
  readonly output: ActivationShape;
  readonly skip: ActivationShape | undefined;
}

/**
 * Facts of a separable layer.
 *
 * @throws Error when height and width would need different padding, which no network here does.
 */
export function separableParameters(
  layer: SeparableLayer,
  batch: number,
  { input, output, skip }: SeparableShapes,
): SeparableParameters {
  const pad = samePadding(input.height, 3, layer.stride).before;
  if (pad !== samePadding(input.width, 3, layer.stride).before)
    throw new Error(`${layer.name}: a stride of 2 needs height and width both even or both odd`);
  return {
    ...sizesOf(batch, input, output),
    stride: layer.stride,
    pad,
    skip: layer.skip?.mode ?? 'none',
    skipChannels: skip?.channels ?? 0,
    relu: layer.relu,
  };
}

/** Facts of a pyramid step. */
export function lateralParameters(
  batch: number,
  input: ActivationShape,
  output: ActivationShape,
): LateralParameters {
  const { height: outHeight, width: outWidth, channels: outChannels } = output;
  return { batch, outHeight, outWidth, outChannels, inChannels: input.channels };
}

/** Facts of a grey stem. */
export function greyStemParameters(
  layer: GreyStemLayer,
  batch: number,
  output: ActivationShape,
): GreyStemParameters {
  return {
    batch,
    outHeight: output.height,
    outWidth: output.width,
    middleChannels: layer.weights.first.bias.length,
    outChannels: output.channels,
  };
}

/** Facts of a module's end; `residual` is the module's input. */
export function separablePoolParameters(
  batch: number,
  input: ActivationShape,
  residual: ActivationShape,
  output: ActivationShape,
): SeparablePoolParameters {
  return {
    ...sizesOf(batch, input, output),
    residualChannels: residual.channels,
    padTop: samePadding(input.height, 3, 2).before,
    padLeft: samePadding(input.width, 3, 2).before,
  };
}

/** Facts of an averaged convolution. */
export function convAverageParameters(
  { channels, kernelSize }: ConvAverageLayer,
  batch: number,
  { height, width, channels: inChannels }: ActivationShape,
): ConvAverageParameters {
  return { batch, inHeight: height, inWidth: width, inChannels, outChannels: channels, kernelSize };
}
