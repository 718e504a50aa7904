import { afterEach, expect, test } from 'vitest';
import { addToBucket, DamagedBucketError, NO_INCREMENT, readBuckets } from './buckets.ts';
import { readDue } from './due-buckets.ts';
import { setDamagedAside } from './quarantine.ts';
import { bucketOf, createTestDatabases, damageBucket, TEST_CONTEXT } from './store.testing.ts';
import { giveTime } from './undated.ts';
import { createBucketWriter } from './writer.ts';

const databases = createTestDatabases();
afterEach(() => databases.dispose());

const ONE_SECOND = { ...NO_INCREMENT, coverageSec: 1 };

test('a damaged record is neither summed nor sent, and the rest is', async () => {
  const open = await databases.open();
  await addToBucket(open, 'door', 0, ONE_SECOND, TEST_CONTEXT);
  await damageBucket(open, { ...bucketOf({ startMs: 60_000 }), entries: 'many', due: 1 });
  expect(await readBuckets(open.database, 'door', 0, 1e9)).toMatchObject([{ startMs: 0 }]);
  expect(await readDue(open.database, 'door', 9)).toMatchObject([{ startMs: 0 }]);
});

test('damaged records of an earlier epoch are moved as they are; the epoch goes on', async () => {
  const open = await databases.open();
  const { epoch } = open;
  await addToBucket(open, 'door', 0, ONE_SECOND, TEST_CONTEXT);
  const damaged = { ...bucketOf({ startMs: 60_000 }), entries: 'many' };
  await damageBucket(open, damaged);
  const beforeMs = Date.now();
  expect(await setDamagedAside(open)).toBe(1);
  expect(await open.database.getAll('buckets')).toMatchObject([{ startMs: 0, coverageSec: 1 }]);
  const [aside] = await open.database.getAll('quarantine');
  expect(aside?.value).toEqual(damaged);
  expect(aside?.foundMs).toBeGreaterThanOrEqual(beforeMs);
  expect(open.epoch).toBe(epoch);
  expect(await setDamagedAside(open)).toBe(0);
});

test('a damaged record of the present epoch ends it, for this start and the next', async () => {
  const open = await databases.open();
  const { epoch } = open;
  await damageBucket(open, { entrance: 'door', epoch, startMs: 0 });
  expect(await setDamagedAside(open)).toBe(1);
  expect(open.epoch).not.toBe(epoch);
  expect((await databases.open(open.database.name)).epoch).toBe(open.epoch);
});

test('nothing is added to a damaged record; what waits is written once it is set aside', async () => {
  const open = await databases.open();
  const { epoch } = open;
  await damageBucket(open, { ...bucketOf({ epoch, revision: 9, acknowledged: 9 }), entries: 'many' });
  await expect(addToBucket(open, 'door', 0, ONE_SECOND, TEST_CONTEXT)).rejects.toThrow(DamagedBucketError);
  const writer = createBucketWriter(open, 'door', () => TEST_CONTEXT);
  writer.add(0, { coverageSec: 1 });
  expect(await writer.flush()).toMatchObject({ kind: 'damaged' });
  await setDamagedAside(open);
  expect(await writer.flush()).toBeUndefined();
  const [bucket] = await open.database.getAll('buckets');
  expect(bucket).toMatchObject({ coverageSec: 1, revision: 1, epoch: open.epoch });
  expect(bucket?.epoch).not.toBe(epoch);
});

test('a write that was asked for before the epoch ended goes to the one that follows', async () => {
  const open = await databases.open();
  const { epoch } = open;
  await damageBucket(open, { entrance: 'door', epoch, startMs: 0 });
  const settingAside = setDamagedAside(open);
  const written = addToBucket(open, 'door', 0, ONE_SECOND, TEST_CONTEXT);
  await settingAside;
  expect((await written).epoch).toBe(open.epoch);
  expect(open.epoch).not.toBe(epoch);
});

test('a window that opened before another one ended the epoch counts under the one that follows', async () => {
  const writer = await databases.open();
  const viewer = await databases.open(writer.database.name);
  const { epoch } = writer;
  await damageBucket(writer, { entrance: 'door', epoch, startMs: 0 });
  await setDamagedAside(writer);
  expect(writer.epoch).not.toBe(epoch);
  await addToBucket(viewer, 'door', 0, ONE_SECOND, TEST_CONTEXT);
  expect(await writer.database.getAll('buckets')).toMatchObject([{ epoch: writer.epoch }]);
  expect(viewer.epoch).toBe(writer.epoch);
  const damaged = { entrance: 'door', epoch: writer.epoch, startMs: 60_000 };
  await damageBucket(writer, damaged);
  await setDamagedAside(viewer);
  await addToBucket(writer, 'door', 60_000, ONE_SECOND, TEST_CONTEXT);
  expect(writer.epoch).toBe(viewer.epoch);
});

test('people get their time under the epoch that goes on', async () => {
  const writer = await databases.open();
  const viewer = await databases.open(writer.database.name);
  await damageBucket(writer, { entrance: 'door', epoch: writer.epoch, startMs: 0 });
  await setDamagedAside(writer);
  const slots = new Map([[0, { increment: ONE_SECOND, context: TEST_CONTEXT }]]);
  await giveTime(viewer, 'door', 7, slots);
  expect(await writer.database.getAll('buckets')).toMatchObject([{ epoch: writer.epoch }]);
});

test('a database that is closed moves nothing and rejects', async () => {
  const open = await databases.open();
  open.database.close();
  await expect(setDamagedAside(open)).rejects.toThrow();
});
