import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  download,
  greatestDifference,
  requireDevice,
  runPlan,
  seededRandom,
  toleranceF16,
  type TestDevice,
} from './gpu.testing.ts';
import { createHalver, type Halve } from './halves.ts';
import { measureTuning, type TunedNetwork, type TuningOptions } from './measure-tuning.ts';
import { planNetwork } from './network-plan.ts';
import { createPlan, type PlanStep } from './plan.ts';
import { smallNetwork } from './small-network.testing.ts';
import { abilitiesOf } from './tuner.ts';
import { applyTuning, goWay, tuningKey, USUAL_WAY } from './tuning.ts';

let gpu: TestDevice;
let halve: Halve;
let options: TuningOptions;
beforeAll(async () => {
  gpu = await requireDevice();
  halve = await createHalver(gpu.device, gpu.pool);
  options = { known: {}, budgetMs: 60_000, items: 2, ...(await abilitiesOf(gpu.device)) };
});
afterAll(() => gpu.dispose());

interface SmallPlan {
  readonly network: TunedNetwork;
  readonly steps: readonly [PlanStep, PlanStep];
  /** What the network gives with these steps. */
  readonly output: (steps: readonly PlanStep[]) => Promise<Float32Array>;
}

function smallPlan(): SmallPlan {
  const { device, pool } = gpu;
  const activeItems = pool.upload('active', new Uint32Array([2]));
  const { steps, input, outputs } = planNetwork(smallNetwork(), pool, { batch: 2, activeItems });
  const [first, second] = steps;
  const result = outputs.get('second');
  if (result === undefined || first === undefined || second === undefined)
    throw new Error('the network has two steps and an output');
  const numbers = Float32Array.from({ length: input.size / 4 }, seededRandom(9));
  return {
    network: { steps, input },
    steps: [first, second],
    async output(tuned) {
      device.queue.writeBuffer(input, 0, numbers);
      await runPlan(device, await createPlan(device, tuned));
      return new Float32Array(await download(device, result));
    },
  };
}

test('a tuning names ways that the steps have, and changes no answer', async () => {
  const { network, steps, output } = smallPlan();
  const before = await output(steps);
  const tuning = await measureTuning(gpu.device, network, options);
  expect(Object.keys(tuning)).toEqual([...new Set(steps.map(tuningKey))]);
  for (const { layout, weights } of Object.values(tuning)) {
    expect(layout).toBeLessThan(steps[0].alternatives.length);
    expect(['f32', ...options.halves]).toContain(weights);
  }
  const after = await output(applyTuning(steps, tuning, halve));
  // As far apart as f16 may be, for sums of 72 products of a layer on those of another.
  expect(greatestDifference(after, before)).toBeLessThanOrEqual(toleranceF16(72 * 72));
});

test('a way with a wrong answer is not taken, however fast it is', async () => {
  const { network, steps } = smallPlan();
  // Nothing is done sooner than nothing.
  const idle = { overrides: steps[0].overrides, dispatch: [0, 1, 1] as const };
  const tempted = steps.map((step) => ({ ...step, alternatives: [idle] }));
  const tuning = await measureTuning(gpu.device, { ...network, steps: tempted }, options);
  expect(Object.values(tuning).map(({ layout }) => layout)).toEqual([USUAL_WAY.layout]);
});

test('a way that the driver refuses is not taken, and is no fault of the device', async () => {
  const { network, steps } = smallPlan();
  const faults: string[] = [];
  gpu.device.onuncapturederror = ({ error }) => faults.push(error.message);
  const kernel = { ...steps[0].kernel, name: 'broken', wgsl: 'fn main() -> nothing {}' };
  const broken = { kernel, overrides: steps[0].overrides, dispatch: [1, 1, 1] as const };
  const tempted = steps.map((step) => ({ ...step, alternatives: [broken] }));
  const tuning = await measureTuning(gpu.device, { ...network, steps: tempted }, options);
  expect(Object.values(tuning).map(({ layout }) => layout)).toEqual([USUAL_WAY.layout]);
  expect(faults).toEqual([]);
});

test('a choice is taken by every step of its kernel and shape, and by no other', () => {
  const { steps } = smallPlan();
  const [first, second] = steps;
  expect(tuningKey(first)).toBe(tuningKey(second));
  const way = { layout: 0, weights: 'f32' } as const;
  const tuned = applyTuning(steps, { [tuningKey(first)]: way, 'another kernel': USUAL_WAY }, halve);
  for (const step of tuned) expect(step.overrides).toEqual(first.alternatives[0]?.overrides);
});

/** Sizes of what a step binds. */
function bytesOf({ resources }: PlanStep): number[] {
  return resources.map((resource) => ('buffer' in resource ? resource.buffer.size : NaN));
}

test('weights in halves are read in half the bytes', () => {
  const { steps } = smallPlan();
  const halved = goWay(steps[0], { layout: -1, weights: 'pairs' }, halve);
  const weights = steps[0].kernel.bindings.indexOf('weights');
  const [before, after] = [bytesOf(steps[0]), bytesOf(halved)];
  expect(after).toEqual(before.with(weights, (before[weights] ?? NaN) / 2));
});

test('a choice of another version, which no longer exists, leaves the step as it is', () => {
  const { steps } = smallPlan();
  const way = { layout: 99, weights: 'f32' } as const;
  expect(applyTuning(steps, { [tuningKey(steps[0])]: way }, halve)).toEqual(steps);
});

test('without time nothing is tried; what is known is not tried again', async () => {
  const { network, steps } = smallPlan();
  expect(await measureTuning(gpu.device, network, { ...options, budgetMs: 0 })).toEqual({});
  const known = Object.fromEntries(steps.map((step) => [tuningKey(step), USUAL_WAY]));
  expect(await measureTuning(gpu.device, network, { ...options, known })).toBe(known);
});
