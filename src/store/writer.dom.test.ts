import { array, assert, asyncProperty, constant, integer, oneof, record } from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Bucket } from '../domain/bucket.ts';
import type { OpenDatabase } from './database.ts';
import { createTestDatabases, TEST_CONTEXT } from './store.testing.ts';
import { createBucketWriter } from './writer.ts';

const databases = createTestDatabases();
afterEach(() => databases.dispose());

const SLOT_MS = TEST_CONTEXT.slotMs;
const ONE_MAN = { people: [{ appearance: 'man', dwellSec: 3 }] } as const;

function readAll({ database }: OpenDatabase): Promise<readonly Bucket[]> {
  return database.getAll('buckets');
}

test('what is added to one slot is written as one change', async () => {
  const open = await databases.open();
  const writer = createBucketWriter(open, 'door', () => TEST_CONTEXT);
  writer.add(0, { coverageSec: 20, frames: 100 });
  writer.add(SLOT_MS - 1, ONE_MAN);
  writer.add(SLOT_MS / 2, { coverageSec: 30, frames: 150, missing: { camera: 10 } });
  expect(await readAll(open)).toEqual([]);
  expect(await writer.flush()).toBeUndefined();
  expect(await readAll(open)).toMatchObject([
    { startMs: 0, entries: 1, coverageSec: 50, missing: { camera: 10 }, meanFrameRate: 5, revision: 1 },
  ]);
});

test('two slots are two buckets', async () => {
  const open = await databases.open();
  const writer = createBucketWriter(open, 'door', () => TEST_CONTEXT);
  writer.add(SLOT_MS, ONE_MAN);
  writer.add(SLOT_MS - 1, { coverageSec: 1 });
  await writer.flush();
  expect(await readAll(open)).toMatchObject([
    { startMs: 0, entries: 0, coverageSec: 1 },
    { startMs: SLOT_MS, entries: 1, coverageSec: 0 },
  ]);
});

test('a flush with nothing to write changes nothing', async () => {
  const open = await databases.open();
  const writer = createBucketWriter(open, 'door', () => TEST_CONTEXT);
  writer.add(0, ONE_MAN);
  await writer.flush();
  await writer.flush();
  expect(await readAll(open)).toMatchObject([{ entries: 1, revision: 1 }]);
});

test('flushes that overlap write each increment once, also what is added between them', async () => {
  const open = await databases.open();
  const writer = createBucketWriter(open, 'door', () => TEST_CONTEXT);
  const flushes = Array.from({ length: 10 }, () => {
    writer.add(0, ONE_MAN);
    writer.add(SLOT_MS, ONE_MAN);
    return writer.flush();
  });
  writer.add(0, ONE_MAN);
  expect(await Promise.all(flushes)).toEqual(flushes.map(() => undefined));
  await writer.flush();
  expect(await readAll(open)).toMatchObject([{ entries: 11 }, { entries: 10 }]);
});

describe('when the database is closed', () => {
  test('nothing is lost and nothing is written twice, in any slot', async () => {
    const broken = await databases.open();
    // The writer's own connection is closed for real; later it is given a new one to the same database.
    const connection = { ...broken };
    const writer = createBucketWriter(connection, 'door', () => TEST_CONTEXT);
    writer.add(0, ONE_MAN);
    await writer.flush();
    broken.database.close();
    writer.add(0, { coverageSec: 1 });
    writer.add(SLOT_MS, ONE_MAN);
    expect(await writer.flush()).toMatchObject({ kind: 'write' });
    writer.add(0, ONE_MAN);
    expect(await writer.flush()).toMatchObject({ kind: 'write' });
    Object.assign(connection, await databases.open(broken.database.name));
    expect(await writer.flush()).toBeUndefined();
    expect(await readAll(connection)).toMatchObject([
      { entries: 2, coverageSec: 1, revision: 2 },
      { entries: 1, revision: 1 },
    ]);
  });

  test('every flush that waited in line tells the same trouble', async () => {
    const open = await databases.open();
    const writer = createBucketWriter(open, 'door', () => TEST_CONTEXT);
    writer.add(0, ONE_MAN);
    open.database.close();
    const faults = await Promise.all([writer.flush(), writer.flush()]);
    expect(faults).toMatchObject([{ kind: 'write' }, { kind: 'write' }]);
  });
});

test('what is added during a write that fails waits together with it', async () => {
  const open = await databases.open();
  // A function cannot be stored: the browser refuses the value when the transaction has long begun.
  let context = { ...TEST_CONTEXT, model: (() => '') as unknown as string };
  const writer = createBucketWriter(open, 'door', () => context);
  writer.add(0, ONE_MAN);
  const failing = writer.flush();
  await Promise.resolve();
  context = TEST_CONTEXT;
  writer.add(0, { coverageSec: 7 });
  expect(await failing).toMatchObject({ kind: 'write' });
  expect(await readAll(open)).toEqual([]);
  expect(await writer.flush()).toBeUndefined();
  expect(await readAll(open)).toMatchObject([{ entries: 1, coverageSec: 7, revision: 1 }]);
});

describe('a context that changes', () => {
  test('while counts wait is that of the newest count of each slot', async () => {
    const open = await databases.open();
    let context = TEST_CONTEXT;
    const writer = createBucketWriter(open, 'door', () => context);
    writer.add(0, ONE_MAN);
    context = { ...TEST_CONTEXT, tier: 'second' };
    writer.add(1, ONE_MAN);
    context = { ...TEST_CONTEXT, tier: 'third' };
    writer.add(SLOT_MS, ONE_MAN);
    await writer.flush();
    expect(await readAll(open)).toMatchObject([
      { entries: 2, tier: 'second' },
      { entries: 1, tier: 'third' },
    ]);
  });

  test('to another length of slots does not change what waits', async () => {
    const open = await databases.open();
    let context = TEST_CONTEXT;
    const writer = createBucketWriter(open, 'door', () => context);
    writer.add(SLOT_MS, ONE_MAN);
    context = { ...TEST_CONTEXT, slotMs: SLOT_MS * 10 };
    writer.add(SLOT_MS * 10, ONE_MAN);
    await writer.flush();
    expect(await readAll(open)).toMatchObject([
      { startMs: SLOT_MS, slotMs: SLOT_MS },
      { startMs: SLOT_MS * 10, slotMs: SLOT_MS * 10 },
    ]);
  });
});

test(
  'any order of counts, flushes and lost connections ends with every count once',
  { timeout: 60_000 },
  async () => {
    const count = record({ slot: integer({ min: 0, max: 3 }), seconds: integer({ min: 1, max: 9 }) });
    const step = oneof(
      { weight: 4, arbitrary: count },
      constant('flush' as const),
      constant('close' as const),
    );
    await assert(
      asyncProperty(array(step, { maxLength: 25 }), async (steps) => {
        const connection = { ...(await databases.open()) };
        const { name } = connection.database;
        const writer = createBucketWriter(connection, 'door', () => TEST_CONTEXT);
        const expected = new Map<number, number>();
        for (const next of steps) {
          if (next === 'flush') void writer.flush();
          else if (next === 'close') connection.database.close();
          else {
            const startMs = next.slot * SLOT_MS;
            writer.add(startMs, { ...ONE_MAN, coverageSec: next.seconds });
            expected.set(startMs, (expected.get(startMs) ?? 0) + next.seconds);
          }
        }
        await writer.flush();
        Object.assign(connection, await databases.open(name));
        expect(await writer.flush()).toBeUndefined();
        const stored = await readAll(connection);
        expect(new Map(stored.map(({ startMs, coverageSec }) => [startMs, coverageSec]))).toEqual(expected);
        const counted = stored.reduce((sum, { entries }) => sum + entries, 0);
        expect(counted).toBe(steps.filter((next) => typeof next === 'object').length);
      }),
      { numRuns: 30 },
    );
  },
);
