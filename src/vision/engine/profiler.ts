/** GPU time of each step of one frame, by timestamp queries. Nothing of this exists while frames are not profiled. */
import type { StepTime } from '../protocol.ts';
import type { Passes } from './passes.ts';

/** Passes that are timed: one for each step, so a profiled frame takes somewhat longer than others. */
export interface ProfiledPasses extends Passes {
  /** Waits for the times after the submit, and frees what was made for them. Rejects when the device is lost. */
  readonly read: () => Promise<StepTime[]>;
}

/** Steps that one frame may have; a full-range frame has 69. */
const MAX_STEPS = 128;
const BYTES_PER_STEP = 16;
const NS_PER_MS = 1e6;

/** Whether steps can be timed: the adapter offers `timestamp-query` and the device was opened with it. */
function canProfile(device: GPUDevice): boolean {
  return device.features.has('timestamp-query');
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
  const querySet = device.createQuerySet({ label: 'profiler', type: 'timestamp', count: 2 * MAX_STEPS });
  const buffer = (usage: number): GPUBuffer =>
    device.createBuffer({ label: 'profiler', size: MAX_STEPS * BYTES_PER_STEP, usage });
  const resolved = buffer(GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC);
  const staging = buffer(GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  const steps: { readonly stage: string; readonly label: string }[] = [];
  let open: GPUComputePassEncoder | undefined;
  return {
    stage: (stage) => (label) => {
      open?.end();
      const step = steps.push({ stage, label }) - 1;
      if (step >= MAX_STEPS) throw new Error(`more than ${MAX_STEPS} steps cannot be profiled`);
      const timestampWrites = {
        querySet,
        beginningOfPassWriteIndex: 2 * step,
        endOfPassWriteIndex: 2 * step + 1,
      };
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
        await staging.mapAsync(GPUMapMode.READ);
        const timesNs = new BigUint64Array(staging.getMappedRange());
        return steps.map((step, index) => {
          const gpuNs = Number((timesNs[2 * index + 1] ?? 0n) - (timesNs[2 * index] ?? 0n));
          return { ...step, gpuMs: Math.max(gpuNs, 0) / NS_PER_MS };
        });
      } finally {
        querySet.destroy();
        resolved.destroy();
        staging.destroy();
      }
    },
  };
}
