/** What each layer binds: its inputs and its weights, uploaded in the layout of its kernel. */
import type { BufferPool } from './buffers.ts';
import { gradientBuffers } from './gradient-buffers.ts';
import type { ActivationShape, AnyLayer, GreyStemLayer, SeparablePoolLayer } from './network.ts';
import { weightUpload, type WeightUpload } from './weight-upload.ts';

/** Where a layer's surroundings are found, by name. */
export interface Surroundings {
  readonly pool: BufferPool;
  readonly bufferOf: (name: string) => GPUBuffer;
  readonly shapeOf: (name: string) => ActivationShape;
}

function separablePoolWeights(
  { channels, weights: { main, residual } }: SeparablePoolLayer,
  upload: WeightUpload,
  inChannels: number,
): { readonly main: GPUBuffer[]; readonly residual: GPUBuffer } {
  // A constant passes through a maximum, so that one bias serves both branches.
  const bias = main.bias.map((value, channel) => value + (residual.bias[channel] ?? 0));
  const residualChannels = residual.kernel.length / channels;
  return {
    main: upload.separable({ ...main, bias }, inChannels),
    residual: upload.kernel('residual weights', residual.kernel, residualChannels),
  };
}

function greyStemWeights(
  { weights: { first, second }, channels }: GreyStemLayer,
  { rows, kernel }: WeightUpload,
): GPUBuffer[] {
  const middleChannels = first.bias.length;
  return [
    rows('first weights', first.kernel, middleChannels),
    rows('first bias', first.bias, middleChannels),
    kernel('second weights', second.kernel, middleChannels),
    rows('second bias', second.bias, channels),
  ];
}

/** What a layer binds between the active items and its output, in the order of its kernel's bindings; uploads its weights. */
export function layerBuffers(
  layer: AnyLayer,
  label: string,
  { pool, bufferOf, shapeOf }: Surroundings,
): GPUBuffer[] {
  const upload = weightUpload(pool, label, layer.channels);
  const input = bufferOf(layer.input);
  const inChannels = shapeOf(layer.input).channels;
  switch (layer.op) {
    case 'conv':
    case 'conv-pool':
    case 'conv-average':
      return [input, ...upload.conv(layer.weights, inChannels)];
    case 'lateral':
      return [input, bufferOf(layer.coarse), ...upload.conv(layer.weights, inChannels)];
    case 'separable': {
      const weights = upload.separable(layer.weights, inChannels);
      return [input, ...weights, bufferOf(layer.skip?.input ?? layer.input)];
    }
    case 'separable-pool': {
      const weights = separablePoolWeights(layer, upload, inChannels);
      return [input, ...weights.main, bufferOf(layer.residual), weights.residual];
    }
    case 'grey-stem':
      return [input, ...greyStemWeights(layer, upload)];
    default:
      return gradientBuffers(layer, upload, bufferOf);
  }
}
