/** GPU buffers of one owner: made once, counted, destroyed together. */
import { channelGroups } from './kernels/kernel.ts';
import type { ActivationShape } from './network.ts';

/** Makes buffers and destroys all of them at the end. */
export interface BufferPool {
  /** A storage buffer of at least `bytes` (16 at the least, since WebGPU binds no empty buffer). */
  readonly storage: (label: string, bytes: number) => GPUBuffer;
  /** A storage buffer that holds `data`. */
  readonly upload: (label: string, data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) => GPUBuffer;
  /** A uniform buffer of `bytes`, written with `queue.writeBuffer`. */
  readonly uniform: (label: string, bytes: number) => GPUBuffer;
  /** A uniform buffer that holds `data` for good. */
  readonly uploadUniform: (label: string, data: Uint32Array<ArrayBuffer>) => GPUBuffer;
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
  const uniform: BufferPool['uniform'] = (label, bytes) => make(label, bytes, GPUBufferUsage.UNIFORM);
  return {
    storage,
    upload(label, data) {
      const buffer = storage(label, data.byteLength);
      device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    },
    uniform,
    uploadUniform(label, data) {
      const buffer = uniform(label, data.byteLength);
      device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    },
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

/**
 * `[taps, in, out]` weights as blocks `[taps, in / 4, out / 4]` of `mat4x4f`, a column for each input channel; both channel counts are
 * padded with zeros. A block times four input channels is what they add to four output channels.
 */
export function packBlocks(
  weights: Float32Array,
  inChannels: number,
  outChannels: number,
): Float32Array<ArrayBuffer> {
  const taps = weights.length / (inChannels * outChannels);
  const [inGroups, outGroups] = [channelGroups(inChannels), channelGroups(outChannels)];
  const result = new Float32Array(taps * inGroups * outGroups * 16);
  for (let index = 0; index < weights.length; index++) {
    const out = index % outChannels;
    const input = Math.floor(index / outChannels) % inChannels;
    const tap = Math.floor(index / (outChannels * inChannels));
    const block = (tap * inGroups + Math.floor(input / 4)) * outGroups + Math.floor(out / 4);
    result[block * 16 + (input % 4) * 4 + (out % 4)] = weights[index] ?? 0;
  }
  return result;
}

/**
 * An output of a planned network.
 *
 * @throws Error when it has none of this name: a bug
 */
export function outputOf(outputs: ReadonlyMap<string, GPUBuffer>, name: string): GPUBuffer {
  const buffer = outputs.get(name);
  if (buffer === undefined) throw new Error(`the network has no output ${name}`);
  return buffer;
}
