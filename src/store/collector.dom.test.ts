import { afterEach, expect, test } from 'vitest';
import { readCollector, writeCollector } from './collector.ts';
import { createTestDatabases } from './store.testing.ts';

const databases = createTestDatabases();
afterEach(() => databases.dispose());

const COLLECTOR = { url: 'https://counts.example', kiosk: 'k1', name: 'East door', token: 'secret' };

test('a kiosk is enrolled nowhere until it is', async () => {
  const { database } = await databases.open();
  expect(await readCollector(database)).toBeUndefined();
  await writeCollector(database, COLLECTOR);
  expect(await readCollector(database)).toEqual(COLLECTOR);
  await writeCollector(database, undefined);
  expect(await readCollector(database)).toBeUndefined();
});

test('what is no collector is none', async () => {
  const { database } = await databases.open();
  await database.put('meta', 'x', 'collector');
  expect(await readCollector(database)).toBeUndefined();
});
