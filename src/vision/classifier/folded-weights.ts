/** Reads a classifier's weights with the batch norm behind each convolution folded in. */
import type { ConvWeights } from '../engine/kernels/conv/conv.reference.ts';
import type { SeparableWeights } from '../engine/kernels/separable/separable.reference.ts';
import type { TensorOf } from '../weights/tensor.ts';
import { foldBatchNorm, scaleOutputChannels, type FoldedNorm } from './batch-norm.ts';

/** Weights by the names of their tensors. */
export interface FoldedWeights {
  /** `NAME/kernel` of this shape (HWIO) and the norm of this name. */
  readonly conv: (name: string, shape: readonly number[], norm: string) => ConvWeights;
  /** The same with `NAME/bias`, which goes through the norm. */
  readonly biasedConv: (name: string, shape: readonly number[], norm: string) => ConvWeights;
  /** `NAME/depthwise`, `NAME/pointwise` and `NAME/norm`. */
  readonly separable: (name: string, inChannels: number, channels: number) => SeparableWeights;
}

/** Weights from `tensorOf`; `epsilon` is that of every norm. */
export function foldedWeights(tensorOf: TensorOf, epsilon: number): FoldedWeights {
  const norm = (name: string, channels: number): FoldedNorm => {
    const part = (key: string): Float32Array => tensorOf(`${name}/${key}`, [channels]);
    const [gamma, beta, mean, variance] = [part('gamma'), part('beta'), part('mean'), part('variance')];
    return foldBatchNorm({ gamma, beta, mean, variance }, epsilon);
  };
  const conv: FoldedWeights['conv'] = (name, shape, normName) => {
    const { scale, shift } = norm(normName, shape.at(-1) ?? 0);
    return { kernel: scaleOutputChannels(tensorOf(`${name}/kernel`, shape), scale), bias: shift };
  };
  return {
    conv,
    biasedConv(name, shape, normName) {
      const { scale, shift } = norm(normName, shape.at(-1) ?? 0);
      const bias = tensorOf(`${name}/bias`, [scale.length]);
      const kernel = scaleOutputChannels(tensorOf(`${name}/kernel`, shape), scale);
      return {
        kernel,
        bias: shift.map((value, channel) => value + (bias[channel] ?? 0) * (scale[channel] ?? 0)),
      };
    },
    separable(name, inChannels, channels) {
      const { scale, shift } = norm(`${name}/norm`, channels);
      const pointwise = tensorOf(`${name}/pointwise`, [1, 1, inChannels, channels]);
      return {
        depthwise: tensorOf(`${name}/depthwise`, [3, 3, inChannels, 1]),
        pointwise: scaleOutputChannels(pointwise, scale),
        bias: shift,
      };
    },
  };
}
