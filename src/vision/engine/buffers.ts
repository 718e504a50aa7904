/** GPU buffers of one owner: made once, counted, destroyed together. */
import { channelGroups } from './kernels/kernel.ts';
import { padChannels } from './feature-map.ts';
import type { ActivationShape } from './network.ts';

/** Makes buffers and destroys all of them at the end. */
export interface BufferPool {
  /** A storage buffer of at least `bytes` (16 at the least, since WebGPU binds no empty buffer). */
  readonly storage: (label: string, bytes: number) => GPUBuffer;
  /** A storage buffer that holds `data`. */
  readonly upload: (label: string, data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) => GPUBuffer;
  /** A uniform buffer of `bytes`, written with `queue.writeBuffer`. */
  readonly uniform: (label: string, bytes: number) => GPUBuffer;
  readonly dispose: () => void;
}

/** Creates an empty pool. */
export function createBufferPool(device: GPUDevice): BufferPool {
  const buffers: GPUBuffer[] = [];
  const make = (label: string, bytes: number, usage: number): GPUBuffer => {
    const buffer = device.createBuffer({
      label,
      size: Math.max(16, Math.ceil(bytes / 16) * 16),
      usage: usage | GPUBufferUsage.COPY_DST,
    });
    buffers.push(buffer);
    return buffer;
  };
  const storage: BufferPool['storage'] = (label, bytes) =>
    make(label, bytes, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  return {
    storage,
    upload(label, data) {
      const buffer = storage(label, data.byteLength);
      device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    },
    uniform: (label, bytes) => make(label, bytes, GPUBufferUsage.UNIFORM),
    dispose() {
      for (const buffer of buffers) buffer.destroy();
      buffers.length = 0;
    },
  };
}

/** Bytes of a batch of activations with padded channels. */
export function activationBytes(batch: number, { height, width, channels }: ActivationShape): number {
  return batch * height * width * channelGroups(channels) * 16;
}

/** `[rows, in, out]` weights with both channel counts padded to whole `vec4f`s, for kernels that read four inputs at a time. */
export function packPointwise(
  weights: Float32Array,
  inChannels: number,
  outChannels: number,
): Float32Array<ArrayBuffer> {
  const padded = padChannels(weights, outChannels);
  const rowLength = channelGroups(outChannels) * 4;
  const taps = weights.length / (inChannels * outChannels);
  const paddedIn = channelGroups(inChannels) * 4;
  const result = new Float32Array(taps * paddedIn * rowLength);
  for (let tap = 0; tap < taps; tap++) {
    const from = tap * inChannels * rowLength;
    result.set(padded.subarray(from, from + inChannels * rowLength), tap * paddedIn * rowLength);
  }
  return result;
}
