/** What each gradient layer binds, and the weights of a convolution as its way back reads them. */
import type { GradientLayer } from './gradient-layers.ts';
import type { WeightUpload } from './weight-upload.ts';

/**
 * The weights of the convolution that takes a gradient back: turned by 180 degrees, inputs and outputs exchanged.
 *
 * @param kernel HWIO, square
 * @returns HWOI
 */
export function transposeKernel(kernel: Float32Array, inChannels: number, outChannels: number): Float32Array {
  const taps = kernel.length / (inChannels * outChannels);
  const transposed = new Float32Array(kernel.length);
  for (let tap = 0; tap < taps; tap++)
    for (let input = 0; input < inChannels; input++)
      for (let out = 0; out < outChannels; out++)
        transposed[((taps - 1 - tap) * outChannels + out) * inChannels + input] =
          kernel[(tap * inChannels + input) * outChannels + out] ?? 0;
  return transposed;
}

/** Channels of what a convolution gave, which are those of the gradient that arrives. */
export function arrivingChannels(kernel: Float32Array, kernelSize: number, channels: number): number {
  return kernel.length / (kernelSize ** 2 * channels);
}

/** What a gradient layer binds between the active items and its output, in the order of its kernel's bindings; uploads its weights. */
export function gradientBuffers(
  layer: GradientLayer,
  upload: WeightUpload,
  bufferOf: (name: string) => GPUBuffer,
): GPUBuffer[] {
  const input = bufferOf(layer.input);
  switch (layer.op) {
    case 'argmax-pool':
    case 'average-pool':
    case 'class-seed':
      return [input];
    case 'gather-pool':
      return [input, bufferOf(layer.argmax), bufferOf(layer.residual)];
    case 'max-unpool':
      return [input, bufferOf(layer.argmax)];
    case 'average-unpool':
    case 'relu-gradient':
      return [input, bufferOf(layer.gate.activation)];
    case 'conv-gradient': {
      const arriving = arrivingChannels(layer.kernel, layer.kernelSize, layer.channels);
      const kernel = transposeKernel(layer.kernel, layer.channels, arriving);
      return [input, ...upload.conv({ kernel, bias: new Float32Array(layer.channels) }, arriving)];
    }
    case 'depthwise-gradient': {
      const weights = upload.rows('weights', layer.kernel, layer.channels);
      // Whatever is bound in place of what is not there is not read.
      const strided = bufferOf(layer.strided ?? layer.input);
      return [input, weights, strided, bufferOf(layer.gate?.activation ?? layer.input)];
    }
  }
}
