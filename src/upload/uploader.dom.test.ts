import { afterEach, beforeEach, expect, test } from 'vitest';
import type { UploadProgress } from '../domain/upload.ts';
import { addToBucket, NO_INCREMENT } from '../store/buckets.ts';
import { writeCollector } from '../store/collector.ts';
import type { OpenDatabase } from '../store/database.ts';
import { createTestDatabases, TEST_CONTEXT } from '../store/store.testing.ts';
import { createTestServers, outcomes } from './server.testing.ts';
import { uploadAlone } from './upload-alone.ts';
import { Uploader } from './uploader.ts';

const databases = createTestDatabases();
const servers = createTestServers();
let open: OpenDatabase;
let uploader: Uploader | undefined;
let said: UploadProgress[];

beforeEach(async () => {
  open = await databases.open();
  said = [];
});
afterEach(async () => {
  uploader?.dispose();
  await servers.dispose();
  // An upload that is under way goes on, and would be in the way of the next test's.
  await navigator.locks.request('vestibule-upload', () => undefined);
  await databases.dispose();
});

function onProgress(progress: UploadProgress): void {
  said.push(progress);
}

function partsFor(url: string): ConstructorParameters<typeof Uploader>[0] {
  const collector = { url, kiosk: 'k1', name: 'East door', token: 'secret', tokenSinceMs: Date.now() };
  return { open, collector, softwareVersion: '1.2.3', onProgress };
}

async function start(url: string): Promise<void> {
  const parts = partsFor(url);
  await writeCollector(open.database, parts.collector);
  uploader = new Uploader(parts);
  uploader.start();
}

async function change(): Promise<void> {
  await addToBucket(open, 'main', 0, { ...NO_INCREMENT, coverageSec: 1 }, TEST_CONTEXT);
}

test('it uploads at once, says how it went and when it goes on', async () => {
  await change();
  await start(await servers.open(outcomes('stored')));
  await expect.poll(() => said.at(-1)?.contactMs).toBeTypeOf('number');
  expect(said[0]).toMatchObject({ sending: true, nextMs: undefined });
  expect(said[1]).toMatchObject({ sending: true, dueCount: 1 });
  expect(said.at(-1)).toMatchObject({ sending: false, dueCount: 0, refusedCount: 0, trouble: undefined });
  expect((said.at(-1)?.nextMs ?? 0) - Date.now()).toBeGreaterThan(50_000);
});

test('after trouble it tries again by itself, and what is due is not lost', async () => {
  await change();
  await start(await servers.open({ status: 500 }, outcomes('stored')));
  await expect.poll(() => said.at(-1)?.trouble).toMatch(/in trouble/);
  expect(said.at(-1)).toMatchObject({ dueCount: 1, contactMs: undefined });
  await expect.poll(() => said.at(-1)?.contactMs, { timeout: 10_000 }).toBeTypeOf('number');
  expect(said.at(-1)).toMatchObject({ dueCount: 0, trouble: undefined });
});

test('when the network comes back it does not wait', async () => {
  const url = await servers.open({ status: 429, headers: { 'retry-after': '3600' } }, outcomes('stored'));
  await change();
  await start(url);
  await expect.poll(() => said.at(-1)?.trouble).toMatch(/pause/);
  expect((said.at(-1)?.nextMs ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
  dispatchEvent(new Event('online'));
  await expect.poll(() => said.at(-1)?.contactMs).toBeTypeOf('number');
});

test('nobody else on this device uploads at the same time', async () => {
  const url = await servers.open({ fault: 'silent' });
  await change();
  await start(url);
  await expect.poll(() => servers.requests(url)).toHaveLength(1);
  expect(await uploadAlone(partsFor(url))).toBeUndefined();
  expect(await servers.requests(url)).toHaveLength(1);
});

test('while somebody else uploads, trouble stays said and is tried again soon', async () => {
  await change();
  await start(await servers.open({ status: 500 }, outcomes('stored')));
  await expect.poll(() => said.at(-1)?.trouble).toMatch(/in trouble/);
  const other = Promise.withResolvers<void>();
  const held = navigator.locks.request('vestibule-upload', () => other.promise);
  uploader?.uploadNow();
  await expect.poll(() => said.at(-1)?.nextMs).toBeTypeOf('number');
  expect(said.at(-1)).toMatchObject({ sending: false, dueCount: 1, contactMs: undefined });
  expect(said.at(-1)?.trouble).toMatch(/in trouble/);
  expect((said.at(-1)?.nextMs ?? 0) - Date.now()).toBeLessThan(11_000);
  other.resolve();
  await held;
  await expect.poll(() => said.at(-1)?.dueCount, { timeout: 20_000 }).toBe(0);
});

test('once disposed of, it says and sends nothing more', async () => {
  const url = await servers.open(outcomes('stored'));
  await start(url);
  await expect.poll(() => said.at(-1)?.contactMs).toBeTypeOf('number');
  uploader?.dispose();
  const before = said.length;
  dispatchEvent(new Event('online'));
  uploader?.uploadNow();
  expect(said).toHaveLength(before);
  expect(await servers.requests(url)).toHaveLength(1);
});

test('a closed database is trouble, not an end', async () => {
  const url = await servers.open(outcomes('stored'));
  await start(url);
  await expect.poll(() => said.at(-1)?.contactMs).toBeTypeOf('number');
  open.database.close();
  uploader?.uploadNow();
  await expect.poll(() => said.at(-1)?.trouble).toMatch(/cannot be read/);
});
