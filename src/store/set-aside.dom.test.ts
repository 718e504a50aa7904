import { afterEach, expect, test } from 'vitest';
import type { Bucket } from '../domain/bucket.ts';
import { readCollector, writeCollector } from './collector.ts';
import { isStoreFault, type OpenDatabase } from './database.ts';
import { databaseNames, openOrBegin } from './newest-database.ts';
import { bringOver, deleteSetAside, exportSetAside, readSetAside } from './set-aside.ts';
import { writeSettings } from './settings.ts';
import { bucketOf, createTestDatabases, damageBucket, openAsLater } from './store.testing.ts';

const databases = createTestDatabases();
let opened: OpenDatabase | undefined;
afterEach(async () => {
  opened?.database.close();
  await databases.dispose();
});

const COLLECTOR = { url: 'https://counts.example', kiosk: 'k1', name: 'East door', token: 'secret' };
const SETTINGS = { range: 'short', retentionDays: 31 } as const;

/** A family whose first database was written by a newer version of the app, and whose second is open. */
async function leaveNewer(buckets: readonly object[]): Promise<{ first: string; open: OpenDatabase }> {
  const first = databases.freshName();
  const earlier = await databases.open(first);
  const { database } = earlier;
  await writeCollector(database, COLLECTOR);
  await writeSettings(database, SETTINGS);
  for (const bucket of buckets) await damageBucket(earlier, bucket);
  database.close();
  (await openAsLater(first)).close();
  const open = await openOrBegin(() => undefined, first);
  if (isStoreFault(open)) throw new Error(open.message);
  opened = open;
  return { first, open };
}

function allBuckets({ database }: OpenDatabase): Promise<readonly Bucket[]> {
  return database.getAll('buckets');
}

test('nothing is set aside in a database that was always well', async () => {
  const open = await databases.open();
  expect(await readSetAside(open, open.database.name)).toBeUndefined();
});

test('what was set aside is told: which database, when, why, and how many damaged records', async () => {
  const { first, open } = await leaveNewer([]);
  await open.database.put('quarantine', { foundMs: 5, value: 'x' }, 1);
  await open.database.put('quarantine', { foundMs: 9, value: 'y' }, 2);
  expect(await readSetAside(open, first)).toEqual({
    databases: [{ name: first, atMs: expect.any(Number), reason: expect.stringMatching(/newer version/) }],
    records: 2,
    recordsMs: 5,
    lostMs: undefined,
  });
});

test('what can be read is brought over under its own epoch, once, and what is damaged stays behind', async () => {
  const { first, open } = await leaveNewer([
    bucketOf({ entries: 3, revision: 2, acknowledged: 1 }),
    bucketOf({ startMs: 60_000, entries: 5, revision: 7, acknowledged: 7 }),
    { ...bucketOf({ startMs: 120_000 }), entries: 'many' },
  ]);
  await bringOver(open, first);
  expect(await allBuckets(open)).toMatchObject([
    { epoch: 'first', entries: 3, revision: 2, due: 1 },
    { epoch: 'first', entries: 5, acknowledged: 7 },
  ]);
  // What a collector has confirmed since must not be forgotten by bringing the same over again.
  await open.database.put('buckets', bucketOf({ entries: 3, revision: 2, acknowledged: 2 }));
  await bringOver(open, first);
  expect(await allBuckets(open)).toMatchObject([{ acknowledged: 2 }, { startMs: 60_000 }]);
  expect(await open.database.get('meta', 'collector')).toEqual(COLLECTOR);
  expect(await open.database.get('meta', 'settings')).toEqual(SETTINGS);
});

test('choices that were made since are not undone', async () => {
  const { first, open } = await leaveNewer([]);
  await writeCollector(open.database, { ...COLLECTOR, name: 'West door' });
  await bringOver(open, first);
  expect(await open.database.get('meta', 'collector')).toMatchObject({ name: 'West door' });
});

test('a collector that a person left stays left at every later start', async () => {
  const { first, open } = await leaveNewer([]);
  await bringOver(open, first);
  await writeCollector(open.database, undefined);
  await bringOver(open, first);
  expect(await readCollector(open.database)).toBeUndefined();
});

/** Leaves the present database for the next, as where a newer version has written it. */
async function leaveAgain(first: string, open: OpenDatabase): Promise<OpenDatabase> {
  const { name } = open.database;
  open.database.close();
  (await openAsLater(name)).close();
  const next = await openOrBegin(() => undefined, first);
  if (isStoreFault(next)) throw new Error(next.message);
  opened = next;
  return next;
}

test('of several databases that were left, the choices of the newest go on', async () => {
  const { first, open } = await leaveNewer([]);
  await bringOver(open, first);
  await writeSettings(open.database, { ...SETTINGS, retentionDays: 92 });
  await writeCollector(open.database, undefined);
  const third = await leaveAgain(first, open);
  await bringOver(third, first);
  expect(await third.database.get('meta', 'settings')).toMatchObject({ retentionDays: 92 });
  expect(await readCollector(third.database)).toBeUndefined();
});

test('many buckets are brought over, in more than one piece', async () => {
  const { first, open } = await leaveNewer(
    Array.from({ length: 1_001 }, (_, slot) => bucketOf({ startMs: slot * 60_000 })),
  );
  await bringOver(open, first);
  expect(await open.database.count('buckets')).toBe(1_001);
});

test('the file has all that can be read, and no secret', async () => {
  const damaged = { ...bucketOf(), entries: 'many' };
  const { first, open } = await leaveNewer([damaged]);
  await open.database.put('quarantine', { foundMs: 5, value: 'x' }, 1);
  const file = await exportSetAside(open, first);
  expect(JSON.parse(file)).toMatchObject({
    damagedRecords: [{ foundMs: 5, value: 'x' }],
    databases: [{ name: first, buckets: [damaged] }],
  });
  expect(file).not.toContain('secret');
});

test('what a person deletes is gone, and the totals are not', async () => {
  const { first, open } = await leaveNewer([bucketOf({ entries: 3 })]);
  // Nothing was brought over yet, as where the disk was full until now.
  await open.database.put('quarantine', { foundMs: 5, value: 'x' }, 1);
  await deleteSetAside(open, first);
  expect(await readSetAside(open, first)).toBeUndefined();
  expect(await databaseNames(first)).toEqual([`${first}-2`]);
  expect(await allBuckets(open)).toMatchObject([{ entries: 3 }]);
});
