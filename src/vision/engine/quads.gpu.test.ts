import { expect, test } from 'vitest';
import { requireDevice } from './gpu.testing.ts';
import { areQuadsInOrder } from './quads.ts';

test('four invocations that follow one another are a quad', async () => {
  const { device, dispose } = await requireDevice();
  expect(await areQuadsInOrder(device)).toBe(true);
  dispose();
});

test('a device without subgroups has no quads', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter?.requestDevice();
  if (device === undefined) throw new Error('GPU tests need WebGPU');
  expect(await areQuadsInOrder(device)).toBe(false);
  device.destroy();
});
