/** Time on the GPU of a recorded piece of work, by repeating it: browsers round timestamps more coarsely than our kernels take. */

/** Records the work once more into a pass. */
export type Record = (pass: GPUComputePassEncoder) => void;

/** Submits work and waits for it. */
export interface Stopwatch {
  /** Milliseconds of one submit with `repeats` of the work, until four bytes are read after it. */
  readonly timeMs: (record: Record, repeats: number) => Promise<number>;
  readonly dispose: () => void;
}

/** A stopwatch on a device that the caller owns. */
export function createStopwatch(device: GPUDevice): Stopwatch {
  const { COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const source = device.createBuffer({ label: 'stopwatch', size: 4, usage: COPY_SRC });
  const target = device.createBuffer({ label: 'stopwatch', size: 4, usage: COPY_DST | MAP_READ });
  return {
    async timeMs(record, repeats) {
      const startMs = performance.now();
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (let repeat = 0; repeat < repeats; repeat++) record(pass);
      pass.end();
      encoder.copyBufferToBuffer(source, 0, target, 0, 4);
      device.queue.submit([encoder.finish()]);
      await target.mapAsync(GPUMapMode.READ);
      const elapsedMs = performance.now() - startMs;
      target.unmap();
      return elapsedMs;
    },
    dispose() {
      source.destroy();
      target.destroy();
    },
  };
}

const TRIALS = 7;
const MAX_REPEATS = 4096;

/** Doubles the repeats until a submit takes `longEnoughMs`; gives some trials of that, each without the cost of the submit and per repeat. */
export async function timeRepeats(
  stopwatch: Stopwatch,
  record: Record,
  submitMs: number,
  longEnoughMs: number,
): Promise<readonly number[]> {
  let repeats = 1;
  while (repeats < MAX_REPEATS && (await stopwatch.timeMs(record, repeats)) < longEnoughMs) repeats *= 2;
  const timesMs: number[] = [];
  for (let trial = 0; trial < TRIALS; trial++) {
    const elapsedMs = await stopwatch.timeMs(record, repeats);
    timesMs.push(Math.max(elapsedMs - submitMs, 0) / repeats);
  }
  return timesMs;
}
