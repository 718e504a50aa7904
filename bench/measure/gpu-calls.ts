/** Counts what one run asks of WebGPU, whoever made the device: the methods of the classes are wrapped for the length of the run. */
import type { GpuCalls } from '../results.ts';

interface Count {
  dispatches: number;
  submits: number;
  readbacks: number;
  bytesToGpu: number;
  bytesFromGpu: number;
}

type Note = (count: Count, owner: object, parameters: readonly unknown[]) => void;

/** Bytes of the part of `data` that `writeBuffer` takes; offset and size count elements of typed arrays. */
function writtenBytes(data: unknown, offset: unknown, size: unknown): number {
  if (!ArrayBuffer.isView(data) && !(data instanceof ArrayBuffer) && !(data instanceof SharedArrayBuffer))
    return 0;
  const bytesPerElement: unknown = Reflect.get(data, 'BYTES_PER_ELEMENT');
  const unit = typeof bytesPerElement === 'number' ? bytesPerElement : 1;
  if (typeof size === 'number') return size * unit;
  return data.byteLength - (typeof offset === 'number' ? offset * unit : 0);
}

function pixelsOf(size: unknown): number {
  if (Array.isArray(size)) return size.reduce((product: number, side) => product * Number(side), 1);
  if (typeof size !== 'object' || size === null) return 0;
  const [width, height]: unknown[] = [Reflect.get(size, 'width'), Reflect.get(size, 'height')];
  return Number(width) * Number(height ?? 1);
}

const READ = 1;

/** By class and method, what a call of it adds. */
const NOTES: Readonly<Record<string, Readonly<Record<string, Note>>>> = {
  GPUComputePassEncoder: {
    dispatchWorkgroups: (count) => void count.dispatches++,
    dispatchWorkgroupsIndirect: (count) => void count.dispatches++,
  },
  GPUQueue: {
    submit: (count) => void count.submits++,
    writeBuffer: (count, _, [, , data, offset, size]) =>
      void (count.bytesToGpu += writtenBytes(data, offset, size)),
    writeTexture: (count, _, [, data]) => void (count.bytesToGpu += writtenBytes(data, 0, undefined)),
    copyExternalImageToTexture: (count, _, [, , size]) => void (count.bytesToGpu += 4 * pixelsOf(size)),
  },
  GPUDevice: {
    createBuffer: (count, _, [descriptor]) => {
      const { size, mappedAtCreation } = descriptor as GPUBufferDescriptor;
      if (mappedAtCreation === true) count.bytesToGpu += size;
    },
  },
  GPUBuffer: {
    mapAsync: (count, owner, [mode, offset, size]) => {
      const bytes = typeof size === 'number' ? size : (owner as GPUBuffer).size - Number(offset ?? 0);
      if (mode !== READ) {
        count.bytesToGpu += bytes;
        return;
      }
      count.readbacks++;
      count.bytesFromGpu += bytes;
    },
  },
};

/** Wraps a method of a class; gives the way back. */
function wrap(
  owner: object,
  name: string,
  note: (owner: object, parameters: readonly unknown[]) => void,
): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  const method: unknown = descriptor?.value;
  if (descriptor === undefined || typeof method !== 'function') return () => {};
  const value = function (this: object, ...parameters: readonly unknown[]): unknown {
    note(this, parameters);
    return Reflect.apply(method, this, parameters);
  };
  Object.defineProperty(owner, name, { ...descriptor, value });
  return () => Object.defineProperty(owner, name, descriptor);
}

/** Runs once, counted; runs that are timed must not be. */
export async function countGpuCalls(run: () => Promise<unknown>): Promise<GpuCalls> {
  const count: Count = { dispatches: 0, submits: 0, readbacks: 0, bytesToGpu: 0, bytesFromGpu: 0 };
  const undo = Object.entries(NOTES).flatMap(([className, methods]) => {
    const constructor: unknown = Reflect.get(globalThis, className);
    const prototype: unknown = typeof constructor === 'function' ? constructor.prototype : undefined;
    if (typeof prototype !== 'object' || prototype === null) return [];
    return Object.entries(methods).map(([name, note]) =>
      wrap(prototype, name, (owner, parameters) => note(count, owner, parameters)),
    );
  });
  try {
    await run();
  } finally {
    undo.forEach((restore) => restore());
  }
  return count;
}
