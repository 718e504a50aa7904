import { expect, test } from 'vitest';
import { backOff, createInterruptibleSleep } from './interruptible-sleep.ts';

test('sleep ends by itself, or at once when woken, also when it had no end', async () => {
  const { sleep, wake } = createInterruptibleSleep();
  await sleep(1);
  const endless = sleep(undefined);
  wake();
  await endless;
  const long = sleep(3_600_000);
  wake();
  await long;
  wake();
});

test('back-off doubles from the first wait to the longest', () => {
  expect([1, 2, 3, 4, 9].map((failures) => backOff(failures, 2_000, 30_000))).toEqual([
    2_000, 4_000, 8_000, 16_000, 30_000,
  ]);
});
