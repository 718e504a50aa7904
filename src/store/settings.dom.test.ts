import { afterEach, expect, test } from 'vitest';
import { deleteDB, openDB } from 'idb';
import { DEFAULT_SETTINGS } from '../domain/settings.ts';
import { isStoreFault, openDatabase, type OpenDatabase } from './database.ts';
import { readSettings, writeSettings } from './settings.ts';

let open: OpenDatabase | undefined;

async function openFresh(): Promise<OpenDatabase> {
  const opened = await openDatabase(() => undefined, `settings-${crypto.randomUUID()}`);
  if (isStoreFault(opened)) throw new Error(opened.message);
  open = opened;
  return opened;
}

afterEach(async () => {
  open?.database.close();
  if (open !== undefined) await deleteDB(open.database.name);
  open = undefined;
});

test('the first start has the defaults', async () => {
  const { database } = await openFresh();
  expect(await readSettings(database)).toEqual({ range: 'far', retentionDays: 400 });
});

test('what was written is read, also by a later start', async () => {
  const { database } = await openFresh();
  const settings = { range: 'short', tier: 'wasm', cameraDeviceId: 'c0ffee', retentionDays: 31 } as const;
  expect(await writeSettings(database, settings)).toBeUndefined();
  expect(await readSettings(database)).toEqual(settings);
  database.close();
  const later = await openDatabase(() => undefined, database.name);
  if (isStoreFault(later)) throw new Error(later.message);
  open = later;
  expect(await readSettings(later.database)).toEqual(settings);
});

test('nothing but the known settings is stored', async () => {
  const { database } = await openFresh();
  const settings = {
    ...DEFAULT_SETTINGS,
    range: 'short',
    cameraDeviceId: '',
    faces: new Uint8Array(3),
  } as const;
  await writeSettings(database, settings);
  expect(await database.get('meta', 'settings')).toEqual({ range: 'short', retentionDays: 400 });
});

test.each([
  ['a word', 'short', DEFAULT_SETTINGS],
  ['nothing', null, DEFAULT_SETTINGS],
  ['a list', ['short'], DEFAULT_SETTINGS],
  ['an unknown range', { range: 'long', cameraDeviceId: 'a' }, { ...DEFAULT_SETTINGS, cameraDeviceId: 'a' }],
  ['days that are no choice', { retentionDays: 0 }, DEFAULT_SETTINGS],
  ['an unknown tier', { range: 'short', tier: 'abacus' }, { ...DEFAULT_SETTINGS, range: 'short' }],
  [
    'a camera that is no name',
    { range: 'short', cameraDeviceId: 7 },
    { ...DEFAULT_SETTINGS, range: 'short' },
  ],
])('%s in place of settings gives defaults for what is not valid', async (_name, stored, expected) => {
  const { database } = await openFresh();
  const untyped = await openDB(database.name);
  await untyped.put('meta', stored, 'settings');
  untyped.close();
  expect(await readSettings(database)).toEqual(expected);
});

test('a closed database refuses to be read, and to write with a fault', async () => {
  const { database } = await openFresh();
  await writeSettings(database, { ...DEFAULT_SETTINGS, range: 'short' });
  database.close();
  await expect(readSettings(database)).rejects.toThrow();
  expect(await writeSettings(database, { ...DEFAULT_SETTINGS, range: 'short' })).toMatchObject({
    kind: 'write',
  });
});
