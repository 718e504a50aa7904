import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireDevice, type TestDevice } from './gpu.testing.ts';
import { conv } from './kernels/conv/conv.ts';
import { createPlan, planStep, type Plan } from './plan.ts';
import { createProfiledPasses } from './profiler.ts';

let gpu: TestDevice;
let plan: Plan;
beforeAll(async () => {
  gpu = await requireDevice();
  const { device, pool } = gpu;
  const buffers = [
    pool.upload('active', new Uint32Array([1])),
    ...['in', 'weights', 'bias', 'out'].map((name) => pool.storage(name, 64)),
  ];
  const input = { inHeight: 2, inWidth: 2, inChannels: 4 };
  const output = { outHeight: 2, outWidth: 2, outChannels: 4 };
  const taps = { kernelSize: 1, stride: 1, padTop: 0, padLeft: 0, relu: false };
  const parameters = { batch: 1, ...input, ...output, ...taps };
  const facts = pool.uploadUniform('facts', Uint32Array.from(Object.values(conv.facts?.(parameters) ?? {})));
  const resources = [...buffers, facts].map((buffer) => ({ buffer }));
  plan = await createPlan(device, [
    planStep('first', conv, parameters, resources),
    planStep('second', conv, parameters, resources),
  ]);
});
afterAll(() => gpu.dispose());

test('every step of a stage has its own time, in order; undefined says that the device cannot time', async () => {
  const { device } = gpu;
  device.pushErrorScope('validation');
  const encoder = device.createCommandEncoder();
  const passes = createProfiledPasses(device, encoder);
  expect(passes !== undefined).toBe(device.features.has('timestamp-query'));
  if (passes === undefined) return;
  plan.encode(passes.stage('import'));
  plan.encode(passes.stage('detector'));
  passes.end();
  device.queue.submit([encoder.finish()]);
  const times = await passes.read();
  expect(await device.popErrorScope()).toBeNull();
  const gpuMs = expect.any(Number);
  expect(times).toEqual([
    { stage: 'import', label: 'first', gpuMs },
    { stage: 'import', label: 'second', gpuMs },
    { stage: 'detector', label: 'first', gpuMs },
    { stage: 'detector', label: 'second', gpuMs },
  ]);
  for (const time of times) expect(time.gpuMs).toBeGreaterThanOrEqual(0);
});

test('a device opened without timestamps gives no passes', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter?.requestDevice();
  if (device === undefined) throw new Error('GPU tests need WebGPU');
  expect(createProfiledPasses(device, device.createCommandEncoder())).toBeUndefined();
  device.destroy();
});

test('more steps than there is room for are refused', () => {
  if (!gpu.device.features.has('timestamp-query')) {
    expect(createProfiledPasses(gpu.device, gpu.device.createCommandEncoder())).toBeUndefined();
    return;
  }
  const passes = createProfiledPasses(gpu.device, gpu.device.createCommandEncoder());
  expect(() => {
    for (let step = 0; step < 129; step++) passes?.stage('classifier')(`step ${step}`);
  }).toThrow('more than 128 steps');
  passes?.dispose();
});
