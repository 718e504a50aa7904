import { test } from 'vitest';
import { createInterruptibleSleep } from './interruptible-sleep.ts';

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
