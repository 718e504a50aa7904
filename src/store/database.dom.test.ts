import { openDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import { emptyBins, LATENCY_BIN_EDGES_MS } from '../domain/bucket.ts';
import { isStoreFault, openDatabase, type StoreFault } from './database.ts';
import { readDue } from './due-buckets.ts';
import { SCHEMA_VERSION } from './schema.ts';
import { bucketOf, createTestDatabases } from './store.testing.ts';

const databases = createTestDatabases();
afterEach(() => databases.dispose());

/** A connection like that of an app which does not make room for newer versions. */
async function openStubborn(name: string): Promise<IDBDatabase> {
  const { promise, resolve, reject } = Promise.withResolvers<IDBDatabase>();
  const request = indexedDB.open(name);
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('no database'));
  return promise;
}

test('a new database gets its stores and an epoch', async () => {
  const { database, epoch } = await databases.open();
  expect([...database.objectStoreNames]).toEqual(['buckets', 'meta', 'quarantine']);
  expect(database.version).toBe(SCHEMA_VERSION);
  expect(epoch).toMatch(/^[0-9a-f-]{36}$/);
});

test('a later start finds the same epoch, and a lost database gets another', async () => {
  const { database, epoch } = await databases.open();
  database.close();
  const again = await databases.open(database.name);
  expect(again.epoch).toBe(epoch);
  await again.database.clear('meta');
  again.database.close();
  const lost = await databases.open(database.name);
  expect(lost.epoch).not.toBe(epoch);
});

test('an epoch that is no word is replaced for good', async () => {
  const { database } = await databases.open();
  await database.put('meta', 7, 'epoch');
  const repaired = await databases.open(database.name);
  const later = await databases.open(database.name);
  expect(later.epoch).toBe(repaired.epoch);
  expect(await database.get('meta', 'epoch')).toBe(repaired.epoch);
});

/** Makes a database as the app of an earlier version did, with two buckets, of which the second is acknowledged. */
async function makeOld(version: 1 | 2 | 3): Promise<string> {
  const name = databases.freshName();
  const old = await openDB(name, version, {
    upgrade(database) {
      const buckets = database.createObjectStore('buckets', { keyPath: ['entrance', 'epoch', 'startMs'] });
      buckets.createIndex('byStart', 'startMs');
      if (version === 3) buckets.createIndex('byDue', ['entrance', 'due', 'startMs']);
      if (version === 3) buckets.createIndex('byRefused', ['entrance', 'refused']);
      database.createObjectStore('meta');
    },
  });
  const { latencyBins, ...early } = bucketOf({ entries: 3, meanFrameRate: 12, revision: 2 });
  const kept = version === 1 ? early : { ...early, latencyBins };
  await old.put('buckets', version === 3 ? { ...kept, due: 1 } : kept);
  await old.put('buckets', { ...kept, startMs: 60_000, acknowledged: 2 });
  await old.put('meta', 'first', 'epoch');
  old.close();
  return name;
}

test.each([1, 2, 3] as const)(
  'a database of version %d keeps its totals and knows what is due',
  async (version) => {
    const { database, epoch } = await databases.open(await makeOld(version));
    expect(epoch).toBe('first');
    const latencyBins = emptyBins(LATENCY_BIN_EDGES_MS);
    const kept = bucketOf({ entries: 3, meanFrameRate: 12, revision: 2, latencyBins });
    expect(await database.getAll('buckets')).toEqual([
      { ...kept, due: 1 },
      { ...kept, startMs: 60_000, acknowledged: 2 },
    ]);
    expect(await readDue(database, 'door', 9)).toMatchObject([{ startMs: 0 }]);
    expect(await database.count('quarantine')).toBe(0);
    const { database: fresh } = await databases.open();
    expect([...database.objectStoreNames]).toEqual([...fresh.objectStoreNames]);
    const indexes = [database, fresh].map((each) => [...each.transaction('buckets').store.indexNames]);
    expect(indexes[0]).toEqual(indexes[1]);
  },
);

test('while an older version is open elsewhere, opening waits and says so', async () => {
  const name = databases.freshName();
  const { database, epoch } = await databases.open(name);
  database.close();
  const stubborn = await openStubborn(name);
  const { promise: blocked, resolve } = Promise.withResolvers<StoreFault>();
  const opening = openDatabase(resolve, name, SCHEMA_VERSION + 1);
  expect(await blocked).toMatchObject({ kind: 'blocked' });
  stubborn.close();
  const opened = await opening;
  if (isStoreFault(opened)) throw new Error(opened.message);
  expect(opened.epoch).toBe(epoch);
  opened.database.close();
});

test('makes room for a newer version elsewhere, says so, and cannot come back', async () => {
  const faults: StoreFault[] = [];
  const { database } = await databases.open(undefined, (fault) => void faults.push(fault));
  const newer = await openDatabase(() => undefined, database.name, SCHEMA_VERSION + 1);
  if (isStoreFault(newer)) throw new Error(newer.message);
  expect(faults).toMatchObject([{ kind: 'superseded' }]);
  await expect(database.get('meta', 'epoch')).rejects.toThrow();
  newer.database.close();
  const older = await openDatabase(() => undefined, database.name);
  expect(older).toMatchObject({ kind: 'newer' });
});

test('waits with making room until what was counted is written', async () => {
  const { database } = await databases.open(undefined, async ({ kind }) => {
    if (kind === 'superseded') await database.put('buckets', bucketOf({ entries: 7 }));
  });
  const newer = await openDatabase(() => undefined, database.name, SCHEMA_VERSION + 1);
  if (isStoreFault(newer)) throw new Error(newer.message);
  expect(await newer.database.getAll('buckets')).toMatchObject([{ entries: 7 }]);
  newer.database.close();
});

test('a database of another kind is a fault with its reason, and is left alone and closed', async () => {
  const name = databases.freshName();
  const foreign = await openDB(name, SCHEMA_VERSION, {
    upgrade: (other) => void other.createObjectStore('x'),
  });
  foreign.close();
  const faults: StoreFault[] = [];
  const opened = await openDatabase((fault) => void faults.push(fault), name);
  expect(opened).toMatchObject({ kind: 'open' });
  expect('message' in opened && opened.message).toMatch(/^The counts cannot be stored: NotFoundError/);
  const again = await openDB(name, SCHEMA_VERSION + 1);
  expect([...again.objectStoreNames]).toEqual(['x']);
  again.close();
  // A connection that had been left open would have been told to make room.
  expect(faults).toEqual([]);
});
