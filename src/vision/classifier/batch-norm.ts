/** Batch norm, folded into the convolution before it when weights load. */

/** The four vectors of a batch norm, one number a channel. */
export interface BatchNorm {
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** What a batch norm does at inference, per channel: `x * scale + shift`. */
export interface FoldedNorm {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

/** Scale and shift per channel so that `norm(x) = x * scale + shift`, at inference. Source: Ioffe and Szegedy 2015. */
export function foldBatchNorm(norm: BatchNorm, epsilon: number): FoldedNorm {
  const scale = norm.gamma.map((gamma, index) => gamma / Math.sqrt((norm.variance[index] ?? 0) + epsilon));
  const shift = norm.beta.map((beta, index) => beta - (norm.mean[index] ?? 0) * (scale[index] ?? 0));
  return { scale, shift };
}

/** Multiplies weights whose last axis is the output channel by a factor per output channel. */
export function scaleOutputChannels(weights: Float32Array, scale: Float32Array): Float32Array {
  return weights.map((weight, index) => weight * (scale[index % scale.length] ?? 0));
}
