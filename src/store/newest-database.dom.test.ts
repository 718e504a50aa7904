import { openDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import { isStoreFault, type OpenDatabase, type StoreFault } from './database.ts';
import { databaseNames, openNewest, openOrBegin } from './newest-database.ts';
import { SCHEMA_VERSION } from './schema.ts';
import { createTestDatabases } from './store.testing.ts';

const databases = createTestDatabases();
const opened: OpenDatabase[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const { database } of opened.splice(0)) database.close();
  await databases.dispose();
});

async function begin(first: string): Promise<OpenDatabase> {
  const open = await openOrBegin(() => undefined, first);
  if (isStoreFault(open)) throw new Error(open.message);
  opened.push(open);
  return open;
}

/** Makes a database that this app cannot use. */
async function makeForeign(name: string, version = SCHEMA_VERSION): Promise<void> {
  const foreign = await openDB(name, version, { upgrade: (other) => void other.createObjectStore('x') });
  await foreign.put('x', 'kept', 1);
  foreign.close();
}

test('the first database is begun without a word, and found again', async () => {
  const first = databases.freshName();
  const { database, epoch } = await begin(first);
  expect(database.name).toBe(first);
  expect(await database.get('meta', 'beginning')).toBeUndefined();
  expect((await begin(first)).epoch).toBe(epoch);
  expect(await databaseNames(first)).toEqual([first]);
});

test.each([
  ['of another kind', SCHEMA_VERSION, /NotFoundError/],
  ['of a newer version', SCHEMA_VERSION + 1, /newer version/],
])(
  'in place of a database %s another is begun, which says why and is used from then on',
  async (_, version, reason) => {
    const first = databases.freshName();
    await makeForeign(first, version);
    const beforeMs = Date.now();
    const { database, epoch } = await begin(first);
    expect(database.name).toBe(`${first}-2`);
    const beginning = await database.get('meta', 'beginning');
    expect(beginning).toMatchObject({ instead: first, reason: expect.stringMatching(reason) });
    expect(beginning).toHaveProperty('atMs', expect.any(Number));
    expect((beginning as { atMs: number }).atMs).toBeGreaterThanOrEqual(beforeMs);
    expect((await begin(first)).epoch).toBe(epoch);
    const untouched = await openDB(first);
    expect(await untouched.get('x', 1)).toBe('kept');
    untouched.close();
  },
);

test('of many databases the newest by number is used', async () => {
  const first = databases.freshName();
  for (const name of [
    first,
    `${first}-2`,
    `${first}-9`,
    `${first}-10`,
    `${first}-`,
    `${first}-x`,
    `${first}-02`,
  ])
    await makeForeign(name);
  expect((await begin(first)).database.name).toBe(`${first}-11`);
});

test('whoever only looks begins none', async () => {
  const first = databases.freshName();
  await makeForeign(first);
  expect(await openNewest(() => undefined, first)).toMatchObject({ kind: 'open' });
  expect(await databaseNames(first)).toEqual([first]);
});

test('a database that opens at the second try is not given up', async () => {
  const first = databases.freshName();
  const { epoch } = await begin(first);
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementationOnce(() => {
    throw new DOMException('Internal error opening backing store.', 'UnknownError');
  });
  expect((await begin(first)).epoch).toBe(epoch);
});

test('where none opens at all, the fault is that of the one in use', async () => {
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
    throw new DOMException('Internal error opening backing store.', 'UnknownError');
  });
  const fault = await openOrBegin(() => undefined, databases.freshName());
  expect(fault).toMatchObject({
    kind: 'open',
    message: expect.stringMatching(/UnknownError/),
  } satisfies Partial<StoreFault>);
});

test('a browser that does not list its databases tries the first, then the second', async () => {
  const first = databases.freshName();
  await makeForeign(first);
  vi.spyOn(IDBFactory.prototype, 'databases').mockRejectedValue(new DOMException('no', 'UnknownError'));
  const { epoch } = await begin(first);
  const again = await begin(first);
  expect([again.database.name, again.epoch]).toEqual([`${first}-2`, epoch]);
});
