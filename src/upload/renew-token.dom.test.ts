import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCollector, writeCollector } from '../store/collector.ts';
import type { OpenDatabase } from '../store/database.ts';
import { createTestDatabases } from '../store/store.testing.ts';
import { isTokenOld } from './renew-token.ts';
import { createTestServers, outcomes, refusal } from './server.testing.ts';
import { uploadAlone } from './upload-alone.ts';

const DAY_MS = 86_400_000;
const databases = createTestDatabases();
const servers = createTestServers();
let open: OpenDatabase;

beforeEach(async () => {
  open = await databases.open();
});
afterEach(async () => {
  await servers.dispose();
  await databases.dispose();
});

/** Uploads to a kiosk's collector at `url`, whose token is so many days old. */
async function upload(url: string, tokenDays: number): Promise<void> {
  const collector = { url, kiosk: 'k1', name: 'East door', token: 'old' };
  await writeCollector(open.database, { ...collector, tokenSinceMs: Date.now() - tokenDays * DAY_MS });
  await uploadAlone({ open, collector, softwareVersion: '1.2.3' });
}

function token(kiosk: string): { readonly body: string } {
  return { body: JSON.stringify({ protocol: 1, kiosk, name: 'East door', token: 'new' }) };
}

test('after 30 days a token is renewed when all is sent, and the new one is shown from then on', async () => {
  const url = await servers.open(outcomes('stored'), token('k1'), outcomes('stored'));
  await upload(url, 31);
  expect(await readCollector(open.database)).toMatchObject({ kiosk: 'k1', token: 'new' });
  // An uploader that began with the old token goes on.
  await uploadAlone({
    open,
    collector: { url, kiosk: 'k1', name: 'East door', token: 'old' },
    softwareVersion: '1.2.3',
  });
  const asked = (await servers.requests(url)).map(({ path, authorization }) => [path, authorization]);
  expect(asked).toEqual([
    ['/v1/batches', 'Bearer old'],
    ['/v1/token', 'Bearer old'],
    ['/v1/batches', 'Bearer new'],
  ]);
  expect((await servers.requests(url))[1]?.body).toBe('');
});

test('a younger token stays', async () => {
  const url = await servers.open(outcomes('stored'));
  await upload(url, 29);
  expect(await servers.requests(url)).toHaveLength(1);
});

test.each([
  ['a collector that knows of no renewing', refusal(404)],
  ['a page of a portal', { body: '<p>Welcome</p>' }],
  ['a token of another kiosk', token('k2')],
])('with %s the old token is kept, and asked for anew a day later', async (_, answer) => {
  const url = await servers.open(outcomes('stored'), answer);
  await upload(url, 31);
  const kept = await readCollector(open.database);
  expect(kept).toMatchObject({ kiosk: 'k1', token: 'old' });
  const { tokenSinceMs = 0 } = kept ?? {};
  const ageMs = Date.now() - tokenSinceMs;
  expect(ageMs).toBeGreaterThanOrEqual(29 * DAY_MS);
  expect(kept !== undefined && isTokenOld(kept, Date.now() + DAY_MS - 60_000)).toBe(false);
  expect(kept !== undefined && isTokenOld(kept, Date.now() + DAY_MS)).toBe(true);
});
