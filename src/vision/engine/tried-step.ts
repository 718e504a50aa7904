/** A step by itself, to be timed and asked for its answer: what tuning compares. */
import { bindGroupLayoutOf, compileKernel, type PlanStep } from './plan.ts';

/** A compiled step. */
export interface TriedStep {
  /** Runs `repeats` times in one submit; milliseconds from the submit until the GPU is done. */
  readonly time: (repeats: number) => Promise<number>;
  /** What it writes, and zeros where it writes nothing. */
  readonly answer: () => Promise<Float32Array>;
}

function outputOf({ label, kernel, resources }: PlanStep): GPUBuffer {
  const output = resources[kernel.bindings.indexOf('write')];
  if (output === undefined || !('buffer' in output)) throw new Error(`${label} writes no buffer`);
  return output.buffer;
}

async function readBack(device: GPUDevice, source: GPUBuffer): Promise<Float32Array> {
  const { MAP_READ, COPY_DST } = GPUBufferUsage;
  const { size } = source;
  const target = device.createBuffer({ label: 'answer', size, usage: MAP_READ | COPY_DST });
  try {
    const encoder = device.createCommandEncoder({ label: 'answer' });
    encoder.copyBufferToBuffer(source, 0, target, 0, size);
    device.queue.submit([encoder.finish()]);
    await target.mapAsync(GPUMapMode.READ);
    return new Float32Array(target.getMappedRange().slice(0));
  } finally {
    target.destroy();
  }
}

/**
 * Compiles a step.
 *
 * @param items for how many items work is launched
 * @throws Error when the driver refuses it
 */
export async function compileTriedStep(device: GPUDevice, step: PlanStep, items: number): Promise<TriedStep> {
  const [x, y, z] = step.dispatch;
  const layout = bindGroupLayoutOf(device, step.kernel);
  const pipeline = await compileKernel(device, step, layout);
  const entries = step.resources.map((resource, binding) => ({ binding, resource }));
  const bindGroup = device.createBindGroup({ label: `tuning ${step.label}`, layout, entries });
  const submit = (repeats: number): void => {
    const encoder = device.createCommandEncoder({ label: 'tuning' });
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    for (let repeat = 0; repeat < repeats; repeat++) pass.dispatchWorkgroups(x, y, Math.min(z, items));
    pass.end();
    device.queue.submit([encoder.finish()]);
  };
  return {
    async time(repeats) {
      const startMs = performance.now();
      submit(repeats);
      await device.queue.onSubmittedWorkDone();
      return performance.now() - startMs;
    },
    answer() {
      const output = outputOf(step);
      // By itself: together with work that the device refuses, it would be refused too, and the answer before would be read.
      const clearing = device.createCommandEncoder({ label: 'tuning' });
      clearing.clearBuffer(output);
      device.queue.submit([clearing.finish()]);
      submit(1);
      return readBack(device, output);
    },
  };
}
