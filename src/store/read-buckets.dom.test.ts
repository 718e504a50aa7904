import { afterEach, expect, test } from 'vitest';
import { addToBucket, NO_INCREMENT, readBuckets } from './buckets.ts';
import type { OpenDatabase } from './database.ts';
import { bucketOf, createTestDatabases, TEST_CONTEXT } from './store.testing.ts';

const databases = createTestDatabases();
afterEach(() => databases.dispose());

async function fill(open: OpenDatabase, entrance: string, starts: readonly number[]): Promise<void> {
  for (const startMs of starts) await addToBucket(open, entrance, startMs, NO_INCREMENT, TEST_CONTEXT);
}

async function readStarts(open: OpenDatabase, fromMs: number, toMs: number): Promise<readonly number[]> {
  const buckets = await readBuckets(open.database, 'door', fromMs, toMs);
  return buckets.map(({ startMs }) => startMs);
}

test('gives the buckets that start in a half-open range, oldest first', async () => {
  const open = await databases.open();
  await fill(open, 'door', [3_000, 1_000, 10_000, 2_000]);
  expect(await readStarts(open, 0, 20_000)).toEqual([1_000, 2_000, 3_000, 10_000]);
  expect(await readStarts(open, 1_000, 3_000)).toEqual([1_000, 2_000]);
  expect(await readStarts(open, 1_001, 3_001)).toEqual([2_000, 3_000]);
});

test('an empty or turned range holds nothing', async () => {
  const open = await databases.open();
  await fill(open, 'door', [1_000]);
  expect(await readStarts(open, 1_000, 1_000)).toEqual([]);
  expect(await readStarts(open, 2_000, 0)).toEqual([]);
});

test('leaves out other entrances', async () => {
  const open = await databases.open();
  await fill(open, 'demo', [1_000, 2_000]);
  await fill(open, 'door', [2_000]);
  expect(await readStarts(open, 0, 20_000)).toEqual([2_000]);
});

test('gives the buckets of every epoch', async () => {
  const open = await databases.open();
  await fill(open, 'door', [1_000, 3_000]);
  for (const startMs of [1_000, 2_000])
    await open.database.put('buckets', bucketOf({ epoch: 'an earlier life', startMs, revision: 1 }));
  const buckets = await readBuckets(open.database, 'door', 0, 20_000);
  expect(buckets.map(({ startMs }) => startMs)).toEqual([1_000, 1_000, 2_000, 3_000]);
  expect(new Set(buckets.map(({ epoch }) => epoch))).toEqual(new Set([open.epoch, 'an earlier life']));
});
