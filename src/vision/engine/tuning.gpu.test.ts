import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  download,
  requireDevice,
  runPlan,
  seededRandom,
  randomWeights,
  type TestDevice,
} from './gpu.testing.ts';
import { NETWORK_INPUT, type Network } from './network.ts';
import { planNetwork } from './network-plan.ts';
import { createPlan, type PlanStep } from './plan.ts';
import { applyTuning, measureTuning, tuningKey } from './tuning.ts';

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

function smallNetwork(): Network {
  const random = seededRandom(3);
  const weights = (): { depthwise: Float32Array; pointwise: Float32Array; bias: Float32Array } => ({
    depthwise: randomWeights(random, 9 * 8),
    pointwise: randomWeights(random, 64),
    bias: randomWeights(random, 8),
  });
  const layer = { op: 'separable', channels: 8, stride: 1, relu: true } as const;
  return {
    name: 'small',
    input: { height: 9, width: 9, channels: 8 },
    layers: [
      { ...layer, name: 'first', input: NETWORK_INPUT, weights: weights() },
      { ...layer, name: 'second', input: 'first', weights: weights() },
    ],
    outputs: ['second'],
  };
}

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
  const tuning = await measureTuning(gpu.device, steps, 20_000);
  for (const [key, choice] of Object.entries(tuning)) {
    const step = steps.find((candidate) => tuningKey(candidate) === key);
    expect(step?.alternatives[choice], key).toBeDefined();
  }
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

test('without time nothing is tried', async () => {
  const { steps } = await smallPlan();
  expect(await measureTuning(gpu.device, steps, -1)).toEqual({});
});
