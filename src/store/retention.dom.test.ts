import { array, assert, asyncProperty, boolean, constantFrom, integer, record } from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { addToBucket, NO_INCREMENT } from './buckets.ts';
import type { OpenDatabase } from './database.ts';
import { deleteExpired } from './retention.ts';
import { toStored } from './schema.ts';
import { bucketOf, createTestDatabases, TEST_CONTEXT } from './store.testing.ts';

const databases = createTestDatabases();
afterEach(() => databases.dispose());

const SLOT_MS = 60_000;

/** Puts buckets of slots that were acknowledged into the database. */
async function fill({ database }: OpenDatabase, slots: number): Promise<void> {
  const transaction = database.transaction('buckets', 'readwrite');
  for (let slot = 0; slot < slots; slot++)
    void transaction.store.put(bucketOf({ startMs: slot * SLOT_MS, acknowledged: 1 }));
  await transaction.done;
}

test('what is old and acknowledged goes; a slot that reaches the limit only in part stays', async () => {
  const open = await databases.open();
  await fill(open, 4);
  expect(await deleteExpired(open, 2.5 * SLOT_MS)).toBe(2);
  expect(await open.database.getAll('buckets')).toMatchObject([
    { startMs: 2 * SLOT_MS },
    { startMs: 3 * SLOT_MS },
  ]);
});

test('more than fits one transaction goes, too', async () => {
  const open = await databases.open();
  await fill(open, 1_201);
  expect(await deleteExpired(open, 1_200 * SLOT_MS)).toBe(1_200);
  expect(await open.database.count('buckets')).toBe(1);
});

test('a damaged record is left alone', async () => {
  const open = await databases.open();
  await open.database.put('buckets', { ...bucketOf({ acknowledged: 1 }), entries: -1 });
  expect(await deleteExpired(open, 1e9)).toBe(0);
});

test('a slot that was let go of and comes again begins another epoch', async () => {
  const open = await databases.open();
  const { epoch } = open;
  const others = [1, 3].map((slot) => bucketOf({ epoch, startMs: slot * SLOT_MS, acknowledged: 1 }));
  for (const bucket of others) await open.database.put('buckets', bucket);
  expect(await deleteExpired(open, 2 * SLOT_MS)).toBe(1);
  // Time that nobody has let go of goes on as it did.
  await addToBucket(open, 'door', 3 * SLOT_MS, NO_INCREMENT, TEST_CONTEXT);
  expect((await addToBucket(open, 'door', 2 * SLOT_MS, NO_INCREMENT, TEST_CONTEXT)).epoch).toBe(epoch);
  const again = await addToBucket(open, 'door', SLOT_MS, NO_INCREMENT, TEST_CONTEXT);
  expect(again).toMatchObject({ revision: 1, epoch: open.epoch });
  expect(again.epoch).not.toBe(epoch);
  expect(await addToBucket(open, 'door', SLOT_MS, NO_INCREMENT, TEST_CONTEXT)).toMatchObject({
    revision: 2,
    epoch: again.epoch,
  });
});

test('a transaction that fails in between rejects once, and nothing was deleted', async () => {
  const open = await databases.open();
  await fill(open, 3);
  const go = IDBCursor.prototype.continue;
  const failing = vi.spyOn(IDBCursor.prototype, 'continue').mockImplementation(function (this: IDBCursor) {
    this.request.transaction?.abort();
    go.call(this);
  });
  await expect(deleteExpired(open, 1e9)).rejects.toThrow();
  failing.mockRestore();
  expect(await open.database.count('buckets')).toBe(3);
});

test('a closed database rejects', async () => {
  const open = await databases.open();
  open.database.close();
  await expect(deleteExpired(open, 1e9)).rejects.toThrow();
});

test('of any totals, exactly those go that are wholly old and acknowledged as they are', async () => {
  const open = await databases.open();
  const buckets = array(
    record({
      entrance: constantFrom('main', 'demo'),
      epoch: constantFrom('a', 'b'),
      slot: integer({ min: 0, max: 9 }),
      slotMs: constantFrom(SLOT_MS, 5 * SLOT_MS),
      revision: integer({ min: 1, max: 3 }),
      acknowledged: integer({ min: 0, max: 3 }),
      isRefused: boolean(),
    }),
    { maxLength: 30 },
  );
  await assert(
    asyncProperty(buckets, integer({ min: 0, max: 12 * SLOT_MS }), async (all, beforeMs) => {
      await open.database.clear('buckets');
      const kept = new Map<string, boolean>();
      for (const { slot, isRefused, ...rest } of all) {
        const bucket = bucketOf({ ...rest, startMs: slot * SLOT_MS, ...(isRefused ? { refused: 3 } : {}) });
        await open.database.put('buckets', toStored(bucket));
        const isDone = rest.acknowledged >= rest.revision && slot * SLOT_MS + rest.slotMs <= beforeMs;
        kept.set([rest.entrance, rest.epoch, bucket.startMs].join(), !isDone);
      }
      const deleted = await deleteExpired(open, beforeMs);
      const keys = (await open.database.getAllKeys('buckets')).map((key) => key.join());
      const expected = [...kept].filter(([, stays]) => stays).map(([key]) => key);
      expect(new Set(keys)).toEqual(new Set(expected));
      expect(deleted).toBe(kept.size - expected.length);
    }),
    { numRuns: 60 },
  );
});
