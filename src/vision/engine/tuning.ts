/** Tuning: for each kernel and shape, the fastest of the ways to run it on this device, found by trying them. */
import type { KernelVariant } from './kernels/kernel.ts';
import { bindGroupLayoutOf, compileKernel, type PlanStep } from './plan.ts';

/** Which alternative each step takes, by `tuningKey`; -1, and what is not named, runs as it is. */
export type Tuning = Readonly<Record<string, number>>;

/** A step's kernel and shape; steps of the same key are tuned once. */
export function tuningKey({ kernel, overrides, facts, dispatch }: PlanStep): string {
  const numbers = [...Object.values(overrides), ...Object.values(facts)];
  return `${kernel.name} ${numbers.join(' ')} ${dispatch.join('x')}`;
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

/** How to tune. */
export interface TuningOptions {
  /** What was found before; it is not tried again. */
  readonly known: Tuning;
  /** No further shape is begun after so long, milliseconds. */
  readonly budgetMs: number;
  /** For how many items work is launched; the steps' buffers must hold as many. */
  readonly items: number;
  /** Whether ways that need quads can be tried (`areQuadsInOrder`). */
  readonly quads: boolean;
}

/** Runs one step `repeats` times in one submit; milliseconds from the submit until the GPU is done. */
type Run = (repeats: number) => Promise<number>;

async function prepare(device: GPUDevice, step: PlanStep, items: number): Promise<Run> {
  const [x, y, z] = step.dispatch;
  const layout = bindGroupLayoutOf(device, step.kernel);
  const pipeline = await compileKernel(device, step, layout);
  const entries = step.resources.map((resource, binding) => ({ binding, resource }));
  const bindGroup = device.createBindGroup({ label: `tuning ${step.label}`, layout, entries });
  return async (repeats) => {
    const encoder = device.createCommandEncoder({ label: 'tuning' });
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    for (let repeat = 0; repeat < repeats; repeat++) pass.dispatchWorkgroups(x, y, Math.min(z, items));
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

/** A way that this driver refuses is never the fastest. */
function never(): Run {
  return () => Promise.resolve(Infinity);
}

/** Index of the fastest alternative, or -1 when none is clearly faster than the step as it is. */
async function fastest(
  device: GPUDevice,
  step: PlanStep,
  { items, quads }: Pick<TuningOptions, 'items' | 'quads'>,
): Promise<number> {
  const usual = await prepare(device, step, items);
  const tried = (variant: KernelVariant): Promise<Run> =>
    variant.needsQuads === true && !quads
      ? Promise.resolve(never())
      : prepare(device, { ...step, ...variant }, items).catch(never);
  const others = await Promise.all(step.alternatives.map(tried));
  const runs = [usual, ...others];
  const repeats = await repeatsFor(usual);
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
 * Tries the alternatives of all steps that are not known yet, in their order, until the time is over.
 * What the steps write is overwritten.
 *
 * @returns what is known now; the very `known` when there was nothing to try
 */
export async function measureTuning(
  device: GPUDevice,
  steps: readonly PlanStep[],
  { known, budgetMs, ...how }: TuningOptions,
): Promise<Tuning> {
  const endMs = performance.now() + budgetMs;
  const unknown = new Map(
    steps
      .filter((step) => step.alternatives.length > 0 && !(tuningKey(step) in known))
      .map((step) => [tuningKey(step), step]),
  );
  let tuning = known;
  for (const [key, step] of unknown) {
    if (performance.now() > endMs) break;
    tuning = { ...tuning, [key]: await fastest(device, step, how) };
  }
  return tuning;
}
