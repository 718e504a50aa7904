import { expect, test } from 'vitest';
import { watchDevice, whileThere } from './device-loss.ts';

/** Stands in for a device, of which only its loss and its errors matter here. */
class Device extends EventTarget {
  readonly lost = new Promise<never>(() => {});
  readonly destroy = (): void => undefined;

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('uncapturederror'), { error: { message } }));
  }
}

const WORD = 'The graphics device failed: memory ran out';

test('what a device computes is refused once it failed out of sight', async () => {
  const device = new Device();
  let computed = 0;
  const compute = whileThere(watchDevice(device as unknown as GPUDevice).lost, async (by: number) => {
    computed += by;
    return computed;
  });
  expect(await compute(2)).toBe(2);
  device.fail('memory ran out');
  await expect(compute(3)).rejects.toThrow(WORD);
  await expect(compute(3)).rejects.toThrow(WORD);
});

test('what was under way then is refused as well', async () => {
  const device = new Device();
  const compute = whileThere(watchDevice(device as unknown as GPUDevice).lost, async () => {
    device.fail('memory ran out');
    return 7;
  });
  await expect(compute()).rejects.toThrow(WORD);
});
