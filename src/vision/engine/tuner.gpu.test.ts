import { afterAll, beforeAll, expect, test } from 'vitest';
import { countDeviceCalls } from '../device-calls.testing.ts';
import { requireDevice, type TestDevice } from './gpu.testing.ts';
import { planNetwork, type NetworkPlan } from './network-plan.ts';
import { smallNetwork } from './small-network.testing.ts';
import { createTuner, forgetTuning } from './tuner.ts';

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

function network(): NetworkPlan {
  const activeItems = gpu.pool.upload('active', new Uint32Array([2]));
  return planNetwork(smallNetwork(), gpu.pool, { batch: 2, activeItems });
}

test('what was found on an adapter is not measured again, but it is on another', async () => {
  const adapter = `test ${Math.random()}`;
  const first = await createTuner(gpu.device, adapter)(network(), 2, gpu.pool);
  const calls = countDeviceCalls(gpu.device);
  const second = await createTuner(gpu.device, adapter)(network(), 2, gpu.pool);
  // To ask whether quads are in order, and to halve weights, and no more.
  expect(calls.counts()['createShaderModule']).toBe(2);
  expect(second.map(({ overrides, dispatch }) => ({ overrides, dispatch }))).toEqual(
    first.map(({ overrides, dispatch }) => ({ overrides, dispatch })),
  );
  await createTuner(gpu.device, `${adapter} of another maker`)(network(), 2, gpu.pool);
  expect(calls.counts()['createShaderModule']).toBeGreaterThan(4);
  const before = calls.counts()['createShaderModule'] ?? NaN;
  await forgetTuning();
  await createTuner(gpu.device, adapter)(network(), 2, gpu.pool);
  expect((calls.counts()['createShaderModule'] ?? NaN) - before).toBeGreaterThan(2);
});
