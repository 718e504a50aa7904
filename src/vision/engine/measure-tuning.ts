/** Finds the fastest way of each step by trying: first how it is laid out, then in what numbers its weights are. */
import { createBufferPool } from './buffers.ts';
import { createHalver, type Halve } from './halves.ts';
import type { HalfFormat } from './kernels/kernel.ts';
import type { NetworkPlan } from './network-plan.ts';
import { createSharedPass } from './passes.ts';
import { createPlan, type PlanStep } from './plan.ts';
import { compileTriedStep, type TriedStep } from './tried-step.ts';
import { goWay, tuningKey, USUAL_WAY, type Tuning, type Way } from './tuning.ts';

/** What is tuned of a network. */
export type TunedNetwork = Pick<NetworkPlan, 'steps' | 'input'>;

/** What a device can try besides the ways that every device can. */
export interface Abilities {
  /** Whether it has subgroups whose quads are in order (`areQuadsInOrder`). */
  readonly quads: boolean;
  readonly halves: readonly HalfFormat[];
}

/** How to tune. */
export interface TuningOptions extends Abilities {
  /** What was found before; it is not tried again. */
  readonly known: Tuning;
  /** No further shape is begun after so long, milliseconds. */
  readonly budgetMs: number;
  /** For how many items work is launched; the steps' buffers must hold as many. */
  readonly items: number;
}

/** Dispatches are repeated until they take this long together, so that the way to the GPU and back counts little; milliseconds. */
const MEASURED_MS = 8;
const MOST_REPEATS = 256;
const ROUNDS = 3;
/** What is not this much faster stays as it is: less may be chance. */
const WORTH_CHANGING = 0.93;
/** A way whose answer is off by more than this part of the greatest number is wrong; f16 is off by a tenth of it. */
const WRONG_BEYOND = 0.01;

/** A way that was compiled. */
interface Candidate {
  readonly way: Way;
  readonly tried: TriedStep;
}

/** What all trials of a run share. */
interface Trials {
  readonly device: GPUDevice;
  readonly halve: Halve;
  readonly items: number;
}

function isAnswer(found: Float32Array, expected: Float32Array): boolean {
  const greatest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Written so that NaN is wrong.
  return found.every((value, index) => Math.abs(value - (expected[index] ?? NaN)) <= WRONG_BEYOND * greatest);
}

/** As many repeats as take about `MEASURED_MS`. */
async function repeatsFor({ time }: TriedStep): Promise<number> {
  let repeats = 1;
  while (repeats < MOST_REPEATS && (await time(repeats)) < MEASURED_MS) repeats *= 2;
  return repeats;
}

/** What `work` gives; undefined when it throws or the device finds fault with it, which must not count as a fault of the engine's. */
async function unlessRefused<Result>(
  device: GPUDevice,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let result: Result | undefined;
  try {
    result = await work();
  } catch {
    // Expected trouble: what a driver refuses is never the fastest.
    result = undefined;
  }
  const errors = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  return errors.every((error) => error === null) ? result : undefined;
}

/** The ways that this driver compiles and that give the expected answer. */
async function rightOnes(
  { device, halve, items }: Trials,
  step: PlanStep,
  ways: readonly Way[],
  expected: Float32Array,
): Promise<Candidate[]> {
  const right: Candidate[] = [];
  // One after the other: all write to the same buffer, and each must answer for its own faults.
  for (const way of ways) {
    const tried = await unlessRefused(device, async () => {
      const compiled = await compileTriedStep(device, goWay(step, way, halve), items);
      return isAnswer(await compiled.answer(), expected) ? compiled : undefined;
    });
    if (tried !== undefined) right.push({ way, tried });
  }
  return right;
}

/** The fastest of the others, where it is clearly faster than `present`. */
async function fasterOf(present: Candidate, others: readonly Candidate[]): Promise<Candidate> {
  if (others.length === 0) return present;
  const repeats = await repeatsFor(present.tried);
  const times = [present, ...others].map((candidate) => ({ candidate, bestMs: Infinity }));
  // In turn, so that a device that warms up or is busy meanwhile treats all alike.
  for (let round = 0; round < ROUNDS; round++)
    for (const entry of times)
      entry.bestMs = Math.min(entry.bestMs, await entry.candidate.tried.time(repeats));
  const [presentMs = Infinity] = times.map(({ bestMs }) => bestMs);
  const best = times.reduce((least, entry) => (entry.bestMs < least.bestMs ? entry : least));
  return best.bestMs < WORTH_CHANGING * presentMs ? best.candidate : present;
}

async function fastest(trials: Trials, step: PlanStep, { quads, halves }: Abilities): Promise<Way> {
  const usual = { way: USUAL_WAY, tried: await compileTriedStep(trials.device, step, trials.items) };
  const expected = await usual.tried.answer();
  const layouts = step.alternatives.flatMap(({ needsQuads }, layout) =>
    needsQuads === true && !quads ? [] : [{ ...USUAL_WAY, layout }],
  );
  const laidOut = await fasterOf(usual, await rightOnes(trials, step, layouts, expected));
  const formats = halves.map((weights) => ({ ...laidOut.way, weights }));
  const { way } = await fasterOf(laidOut, await rightOnes(trials, step, formats, expected));
  return way;
}

/**
 * Runs the network on random numbers, so that there is something in every buffer that a wrong way could get wrong. The input's padding
 * gets some too: its weights are zero, and each frame writes it anew.
 */
async function fillActivations(device: GPUDevice, { steps, input }: TunedNetwork): Promise<void> {
  const plan = await createPlan(device, steps);
  const numbers = Float32Array.from({ length: input.size / 4 }, () => Math.random() * 2 - 1);
  device.queue.writeBuffer(input, 0, numbers);
  const encoder = device.createCommandEncoder({ label: 'tuning' });
  const passes = createSharedPass(encoder);
  plan.encode(passes.stage('detector'));
  passes.end();
  device.queue.submit([encoder.finish()]);
}

/**
 * Tries the ways of all steps that are not known yet, in their order, until the time is over.
 * What the network reads and what its steps write is overwritten.
 *
 * @returns what is known now; the very `known` when there was nothing to try
 */
export async function measureTuning(
  device: GPUDevice,
  network: TunedNetwork,
  { known, budgetMs, items, ...abilities }: TuningOptions,
): Promise<Tuning> {
  const unknown = new Map(
    network.steps
      .filter((step) => step.alternatives.length > 0 && !(tuningKey(step) in known))
      .map((step) => [tuningKey(step), step]),
  );
  if (unknown.size === 0 || budgetMs <= 0) return known;
  await fillActivations(device, network);
  const pool = createBufferPool(device);
  try {
    const trials = { device, halve: await createHalver(device, pool), items };
    // From here on, or a device that compiles slowly would never come to try anything.
    const endMs = performance.now() + budgetMs;
    let tuning = known;
    for (const [key, step] of unknown) {
      if (performance.now() > endMs) break;
      tuning = { ...tuning, [key]: await fastest(trials, step, abilities) };
    }
    return tuning;
  } finally {
    pool.dispose();
  }
}
