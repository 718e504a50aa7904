import { afterAll, beforeAll, expect, test } from 'vitest';
import { countDeviceCalls } from '../device-calls.testing.ts';
import { requireDevice, type TestDevice } from './gpu.testing.ts';
import { planNetwork } from './network-plan.ts';
import type { PlanStep } from './plan.ts';
import { smallNetwork } from './small-network.testing.ts';
import { createTuner } from './tuner.ts';

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

function steps(): readonly PlanStep[] {
  const activeItems = gpu.pool.upload('active', new Uint32Array([2]));
  return planNetwork(smallNetwork(), gpu.pool, { batch: 2, activeItems }).steps;
}

test('what was found on an adapter is not measured again, but it is on another', async () => {
  const adapter = `test ${Math.random()}`;
  const first = await createTuner(gpu.device, adapter)(steps(), 2);
  const calls = countDeviceCalls(gpu.device);
  const second = await createTuner(gpu.device, adapter)(steps(), 2);
  // To ask whether quads are in order, and no more.
  expect(calls.counts()['createShaderModule']).toBe(1);
  expect(second.map(({ overrides, dispatch }) => ({ overrides, dispatch }))).toEqual(
    first.map(({ overrides, dispatch }) => ({ overrides, dispatch })),
  );
  await createTuner(gpu.device, `${adapter} of another maker`)(steps(), 2);
  expect(calls.counts()['createShaderModule']).toBeGreaterThan(2);
});
