import { takeTensor, type Tensor } from '../weights/tensor.ts';
import type { BlazeFaceWeights } from './layer-list.ts';

/**
 * Reads BlazeFace's weights from the tensors of its `.tflite` file and turns filters from OHWI into HWIO.
 *
 * @throws WeightsError, on first use of a tensor that is missing or of another shape
 */
export function blazeFaceWeights(file: string, tensors: ReadonlyMap<string, Tensor>): BlazeFaceWeights {
  const take = (name: string, shape: readonly number[]): Float32Array =>
    takeTensor(file, tensors, name, shape);
  return {
    conv(name, [height, width, inChannels, outChannels]) {
      const source = take(`${name}/Kernel`, [outChannels, height, width, inChannels]);
      const kernel = new Float32Array(source.length);
      const taps = height * width * inChannels;
      for (let o = 0; o < outChannels; o++)
        for (let tap = 0; tap < taps; tap++) kernel[tap * outChannels + o] = source[o * taps + tap] ?? 0;
      return { kernel, bias: take(`${name}/Bias`, [outChannels]) };
    },
    depthwise: (name, channels) => ({
      kernel: take(`${name}/Kernel`, [1, 3, 3, channels]),
      bias: take(`${name}/Bias`, [channels]),
    }),
  };
}
