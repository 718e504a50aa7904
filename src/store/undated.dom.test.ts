import { afterEach, expect, test, vi } from 'vitest';
import { undatedEntrance } from '../domain/source.ts';
import { addToBucket, NO_INCREMENT } from './buckets.ts';
import { setDamagedAside } from './quarantine.ts';
import { bucketOf, createTestDatabases, damageBucket, TEST_CONTEXT } from './store.testing.ts';
import { countUndated, giveTime } from './undated.ts';

const databases = createTestDatabases();
afterEach(async () => {
  vi.restoreAllMocks();
  await databases.dispose();
});

const ONE_MAN = { ...NO_INCREMENT, people: [{ appearance: 'man', dwellSec: 3 }] } as const;
const UNDATED = undatedEntrance('door');

test('people who get their time are not without one as well, though the epoch ended meanwhile', async () => {
  const open = await databases.open();
  await addToBucket(open, UNDATED, 7, ONE_MAN, TEST_CONTEXT);
  await addToBucket(open, UNDATED, 8, ONE_MAN, TEST_CONTEXT);
  await damageBucket(open, { entrance: 'door', epoch: open.epoch, startMs: 0 });
  await setDamagedAside(open);
  await addToBucket(open, UNDATED, 7, ONE_MAN, TEST_CONTEXT);
  const both = { ...NO_INCREMENT, people: [...ONE_MAN.people, ...ONE_MAN.people] };
  await giveTime(open, 'door', 7, new Map([[60_000, { increment: both, context: TEST_CONTEXT }]]));
  // Who was counted at another stretch still has no time.
  expect(await countUndated(open.database, 'door')).toBe(1);
  expect(await open.database.getAll('buckets')).toMatchObject([
    { entrance: 'door', entries: 2 },
    { entrance: UNDATED, startMs: 8, entries: 1 },
  ]);
});

test('who has no time is counted without reading the rest, damaged records left out', async () => {
  const open = await databases.open();
  await open.database.put('buckets', bucketOf({ entrance: 'door', entries: 5 }));
  await open.database.put('buckets', bucketOf({ entrance: UNDATED, entries: 2 }));
  await open.database.put('buckets', bucketOf({ entrance: UNDATED, startMs: 9, entries: 3 }));
  await damageBucket(open, { ...bucketOf({ entrance: UNDATED, startMs: 10 }), entries: 'many' });
  const results: unknown[] = [];
  const read = vi.spyOn(IDBObjectStore.prototype, 'getAll');
  const readByIndex = vi.spyOn(IDBIndex.prototype, 'getAll');
  expect(await countUndated(open.database, 'door')).toBe(5);
  for (const { value } of [...read.mock.results, ...readByIndex.mock.results])
    if (value instanceof IDBRequest) results.push(...(value.result as unknown[]));
  expect(results).toHaveLength(3);
});
