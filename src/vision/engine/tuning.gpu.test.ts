import { afterAll, beforeAll, expect, test } from 'vitest';
import { download, requireDevice, runPlan, seededRandom, type TestDevice } from './gpu.testing.ts';
import { planNetwork } from './network-plan.ts';
import { createPlan, type PlanStep } from './plan.ts';
import { smallNetwork } from './small-network.testing.ts';
import { applyTuning, measureTuning, tuningKey } from './tuning.ts';

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

/** Steps of the small network, and what it gives with them. */
async function smallPlan(): Promise<{
  steps: readonly PlanStep[];
  output: (steps: readonly PlanStep[]) => Promise<Float32Array>;
}> {
  const { device, pool } = gpu;
  const activeItems = pool.upload('active', new Uint32Array([2]));
  const { steps, input, outputs } = planNetwork(smallNetwork(), pool, { batch: 2, activeItems });
  device.queue.writeBuffer(input, 0, Float32Array.from({ length: input.size / 4 }, seededRandom(9)));
  const result = outputs.get('second');
  if (result === undefined) throw new Error('the network has no output');
  return {
    steps,
    async output(tuned) {
      await runPlan(device, await createPlan(device, tuned));
      return new Float32Array(await download(device, result));
    },
  };
}

test('a tuning names alternatives that the steps have, and changes no number', async () => {
  const { steps, output } = await smallPlan();
  const before = await output(steps);
  const tuning = await measureTuning(gpu.device, steps, {
    known: {},
    budgetMs: 20_000,
    items: 2,
    quads: true,
  });
  expect(Object.keys(tuning)).toEqual([...new Set(steps.map(tuningKey))]);
  for (const choice of Object.values(tuning)) expect(choice).toBeLessThan(steps[0]?.alternatives.length ?? 0);
  expect(await output(applyTuning(steps, tuning))).toEqual(before);
});

test('a choice is taken by every step of its kernel and shape, and by no other', async () => {
  const { steps } = await smallPlan();
  const [first, second] = steps;
  if (first === undefined || second === undefined) throw new Error('the network has two steps');
  expect(tuningKey(first)).toBe(tuningKey(second));
  const tuned = applyTuning(steps, { [tuningKey(first)]: 0, 'another kernel': 1 });
  for (const step of tuned) expect(step.overrides).toEqual(first.alternatives[0]?.overrides);
});

test('a choice of another version, which no longer exists, leaves the step as it is', async () => {
  const { steps } = await smallPlan();
  const [first] = steps;
  if (first === undefined) throw new Error('the network has steps');
  expect(applyTuning(steps, { [tuningKey(first)]: 99 })).toEqual(steps);
});

test('without time nothing is tried; what is known is not tried again', async () => {
  const { steps } = await smallPlan();
  expect(await measureTuning(gpu.device, steps, { known: {}, budgetMs: -1, items: 2, quads: true })).toEqual(
    {},
  );
  const known = Object.fromEntries(steps.map((step) => [tuningKey(step), -1]));
  expect(await measureTuning(gpu.device, steps, { known, budgetMs: 20_000, items: 2, quads: true })).toBe(
    known,
  );
});
