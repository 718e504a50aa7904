import { afterEach, expect, test } from 'vitest';
import type { OfflineStatus } from '../domain/offline-status.ts';
import { keepOffline } from './offline.ts';
import workerUrl from './kept-worker.testing.ts?url';

const NETWORK = 'offline-test-network';
/** A worker takes its time to start on a busy machine. */
const PATIENCE = { timeout: 10_000 };

function worker(query: string): URL {
  const address = new URL(workerUrl, location.href);
  address.search = query;
  return address;
}

function keep(address: URL): OfflineStatus[] {
  const said: OfflineStatus[] = [];
  keepOffline(address, (status) => said.push(status));
  return said;
}

afterEach(async () => {
  for (const frame of document.querySelectorAll('iframe')) frame.remove();
  await (await navigator.serviceWorker.getRegistration(workerUrl))?.unregister();
  await caches.delete(NETWORK);
});

test('an app that could not be kept says so, and is kept when the network is back', async () => {
  const said = keep(worker(`?needs=${NETWORK}`));
  await expect.poll(() => said.at(-1), PATIENCE).toBe('unavailable');
  dispatchEvent(new Event('online'));
  await expect.poll(() => said, PATIENCE).toEqual(['installing', 'unavailable', 'installing', 'unavailable']);
  await caches.open(NETWORK);
  dispatchEvent(new Event('online'));
  await expect.poll(() => said.at(-1), PATIENCE).toBe('ready');
  expect(said).not.toContain('update-waiting');
});

/** Opens a page that the worker controls, so that a new version must wait. */
async function openControlledPage(): Promise<void> {
  const frame = document.createElement('iframe');
  frame.src = worker('?page').href;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
}

test('an update that waited when the page was opened is told of no more once another page applied it', async () => {
  const first = keep(worker('?version=1'));
  await expect.poll(() => first.at(-1), PATIENCE).toBe('ready');
  await openControlledPage();
  const other = keep(worker('?version=2'));
  await expect.poll(() => other.at(-1), PATIENCE).toBe('update-waiting');
  const opened = keep(worker('?version=2'));
  await expect.poll(() => opened, PATIENCE).toEqual(['update-waiting']);
  const registration = await navigator.serviceWorker.getRegistration(workerUrl);
  registration?.waiting?.postMessage({ type: 'skip-waiting' });
  await expect.poll(() => opened.at(-1), PATIENCE).toBe('ready');
});
