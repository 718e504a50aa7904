/** Weights on their way to the GPU, in the layouts that kernels read. */
import { packBlocks, type BufferPool } from './buffers.ts';
import { padChannels } from './feature-map.ts';
import type { ConvWeights } from './kernels/conv/conv.reference.ts';
import type { SeparableWeights } from './kernels/separable/separable.reference.ts';

/** Uploads one layer's weights under its label. */
export interface WeightUpload {
  /** Numbers in rows of `channels`. */
  readonly rows: (name: string, data: Float32Array, channels: number) => GPUBuffer;
  /** A kernel that ends in in, out; the layer's channels are its outputs. */
  readonly kernel: (name: string, data: Float32Array, inChannels: number) => GPUBuffer;
  readonly conv: (weights: ConvWeights, inChannels: number) => GPUBuffer[];
  readonly separable: (weights: SeparableWeights, inChannels: number) => GPUBuffer[];
}

/** Uploads weights of a layer with `outChannels` under `label`. */
export function weightUpload(pool: BufferPool, label: string, outChannels: number): WeightUpload {
  const rows: WeightUpload['rows'] = (name, data, channels) =>
    pool.upload(`${label} ${name}`, padChannels(data, channels));
  const kernel: WeightUpload['kernel'] = (name, data, inChannels) =>
    pool.upload(`${label} ${name}`, packBlocks(data, inChannels, outChannels));
  return {
    rows,
    kernel,
    conv: (weights, inChannels) => [
      kernel('weights', weights.kernel, inChannels),
      rows('bias', weights.bias, outChannels),
    ],
    separable: ({ depthwise, pointwise, bias }, inChannels) => [
      rows('depthwise', depthwise, inChannels),
      kernel('pointwise', pointwise, inChannels),
      rows('bias', bias, outChannels),
    ],
  };
}
