/** GPU time of each step of one frame, by timestamp queries. Nothing of this exists while frames are not profiled. */
import type { Stage } from '../../domain/engine.ts';
import type { StepTime } from '../protocol.ts';
import type { Passes } from './passes.ts';

/** Passes that are timed: one for each step, so a profiled frame takes somewhat longer than others. */
export interface ProfiledPasses extends Passes {
  /** Waits for the times after the submit, and frees what was made for them. Rejects when the device is lost. */
  readonly read: () => Promise<StepTime[]>;
  /** Frees it without reading, for a frame that is not submitted. */
  readonly dispose: () => void;
}

/** Steps that one frame may have; one of the full or far range has 64, and an explanation adds 52 at most (`docs/performance.md`). */
const MAX_STEPS = 128;
const BYTES_PER_STEP = 16;
const NS_PER_MS = 1e6;

/** Whether steps can be timed: the adapter offers `timestamp-query` and the device was opened with it. */
function canProfile(device: GPUDevice): boolean {
  return device.features.has('timestamp-query');
}

/** Where the times of one frame are written, resolved and read. */
interface TimestampBuffers {
  readonly querySet: GPUQuerySet;
  readonly resolved: GPUBuffer;
  readonly staging: GPUBuffer;
}

function createTimestampBuffers(device: GPUDevice): TimestampBuffers {
  const buffer = (usage: number): GPUBuffer =>
    device.createBuffer({ label: 'profiler', size: MAX_STEPS * BYTES_PER_STEP, usage });
  return {
    querySet: device.createQuerySet({ label: 'profiler', type: 'timestamp', count: 2 * MAX_STEPS }),
    resolved: buffer(GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC),
    staging: buffer(GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST),
  };
}

/** Milliseconds between each pair of timestamps. */
async function readTimesMs({ staging }: TimestampBuffers, steps: number): Promise<number[]> {
  await staging.mapAsync(GPUMapMode.READ);
  const timesNs = new BigUint64Array(staging.getMappedRange());
  return Array.from({ length: steps }, (_, step) => {
    const gpuNs = Number((timesNs[2 * step + 1] ?? 0n) - (timesNs[2 * step] ?? 0n));
    return Math.max(gpuNs, 0) / NS_PER_MS;
  });
}

/**
 * Timed passes of one command encoder, or undefined where steps cannot be timed.
 *
 * The encoder must be submitted after `end`, and `read` must be called after that. Throws above 128 steps.
 */
export function createProfiledPasses(
  device: GPUDevice,
  encoder: GPUCommandEncoder,
): ProfiledPasses | undefined {
  if (!canProfile(device)) return undefined;
  const buffers = createTimestampBuffers(device);
  const { querySet, resolved, staging } = buffers;
  const steps: { readonly stage: Stage; readonly label: string }[] = [];
  let open: GPUComputePassEncoder | undefined;
  const dispose = (): void => [querySet, resolved, staging].forEach((owned) => owned.destroy());
  return {
    stage: (stage) => (label) => {
      open?.end();
      const step = steps.push({ stage, label }) - 1;
      if (step >= MAX_STEPS) throw new Error(`more than ${MAX_STEPS} steps cannot be profiled`);
      const [beginningOfPassWriteIndex, endOfPassWriteIndex] = [2 * step, 2 * step + 1];
      const timestampWrites = { querySet, beginningOfPassWriteIndex, endOfPassWriteIndex };
      open = encoder.beginComputePass({ label, timestampWrites });
      return open;
    },
    end() {
      open?.end();
      encoder.resolveQuerySet(querySet, 0, 2 * steps.length, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, steps.length * BYTES_PER_STEP);
    },
    async read() {
      try {
        const timesMs = await readTimesMs(buffers, steps.length);
        return steps.map((step, index) => ({ ...step, gpuMs: timesMs[index] ?? NaN }));
      } finally {
        dispose();
      }
    },
    dispose,
  };
}
