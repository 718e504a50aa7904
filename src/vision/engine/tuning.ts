/** Tuning: for each kernel and shape, the fastest of the ways to run it on this device, found by trying them. */
import { bindGroupLayoutOf, compileKernel, type PlanStep } from './plan.ts';

/** Which alternative each step takes, by `tuningKey`; steps that are not named run as they are. */
export type Tuning = Readonly<Record<string, number>>;

/** A step's kernel and shape; steps of the same key are tuned once. */
export function tuningKey({ kernel, overrides, dispatch }: PlanStep): string {
  return `${kernel.name} ${Object.values(overrides).join(' ')} ${dispatch.join('x')}`;
}

/** The steps as they were tuned; a choice that a step does not have (of another version) is left out. */
export function applyTuning(steps: readonly PlanStep[], tuning: Tuning): PlanStep[] {
  return steps.map((step) => ({ ...step, ...step.alternatives[tuning[tuningKey(step)] ?? -1] }));
}

/** Dispatches are repeated until they take this long together, so that the way to the GPU and back counts little; milliseconds. */
const MEASURED_MS = 8;
const MOST_REPEATS = 256;
const ROUNDS = 3;
/** What is not this much faster stays as it is: less may be chance. */
const WORTH_CHANGING = 0.93;

/** Runs one step `repeats` times in one submit; milliseconds from the submit until the GPU is done. */
type Run = (repeats: number) => Promise<number>;

async function prepare(device: GPUDevice, step: PlanStep): Promise<Run> {
  const layout = bindGroupLayoutOf(device, step.kernel);
  const pipeline = await compileKernel(device, step, layout);
  const entries = step.resources.map((resource, binding) => ({ binding, resource }));
  const bindGroup = device.createBindGroup({ label: `tuning ${step.label}`, layout, entries });
  return async (repeats) => {
    const encoder = device.createCommandEncoder({ label: 'tuning' });
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    for (let repeat = 0; repeat < repeats; repeat++) pass.dispatchWorkgroups(...step.dispatch);
    pass.end();
    const startMs = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - startMs;
  };
}

/** As many repeats as take about `MEASURED_MS`. */
async function repeatsFor(run: Run): Promise<number> {
  let repeats = 1;
  while (repeats < MOST_REPEATS && (await run(repeats)) < MEASURED_MS) repeats *= 2;
  return repeats;
}

/** Index of the fastest alternative, or -1 when none is clearly faster than the step as it is. */
async function fastest(device: GPUDevice, step: PlanStep): Promise<number> {
  const variants = [step, ...step.alternatives.map((variant) => ({ ...step, ...variant }))];
  const runs = await Promise.all(variants.map((variant) => prepare(device, variant)));
  const [first] = runs;
  if (first === undefined) return -1;
  const repeats = await repeatsFor(first);
  const bestMs = runs.map(() => Infinity);
  // In turn, so that a device that warms up or is busy meanwhile treats all alike.
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, run] of runs.entries())
      bestMs[index] = Math.min(bestMs[index] ?? Infinity, await run(repeats));
  const [usualMs = Infinity] = bestMs;
  const leastMs = Math.min(...bestMs);
  return leastMs < WORTH_CHANGING * usualMs ? bestMs.indexOf(leastMs) - 1 : -1;
}

/**
 * Tries the alternatives of all steps in their order, until `budgetMs` is over.
 * The steps' buffers must hold as many active items as shall be tuned for; what the steps write is overwritten.
 */
export async function measureTuning(
  device: GPUDevice,
  steps: readonly PlanStep[],
  budgetMs: number,
): Promise<Tuning> {
  const endMs = performance.now() + budgetMs;
  const tuning: Record<string, number> = {};
  const distinct = new Map(steps.map((step) => [tuningKey(step), step]));
  for (const [key, step] of distinct) {
    if (step.alternatives.length === 0) continue;
    if (performance.now() > endMs) break;
    const chosen = await fastest(device, step);
    if (chosen >= 0) tuning[key] = chosen;
  }
  return tuning;
}
