/** Files that not every kiosk needs: kept from the first time that they are asked for, and checked against their hashes like all others. */
import type { PrecacheEntry } from 'workbox-precaching';

declare const self: ServiceWorkerGlobalScope;

/** A file of the build, as `scripts/precache.ts` marks it. */
export interface AppFile extends PrecacheEntry {
  readonly optional?: boolean;
}

const CACHE_NAME = 'vestibule-optional';

/** Under its hash, so that a new version of the app is never given a file of the old one. */
function keyOf(address: string, integrity: string): string {
  return `${address}?integrity=${encodeURIComponent(integrity)}`;
}

async function keptOrFetched(address: string, integrity: string): Promise<Response> {
  const cache = await caches.open(CACHE_NAME);
  const key = keyOf(address, integrity);
  const kept = await cache.match(key);
  if (kept !== undefined) return kept;
  const response = await fetch(address, { integrity, cache: 'no-cache' });
  if (response.ok)
    await cache.put(key, response.clone()).catch(() => {
      // Expected trouble: a full disk. The file serves all the same, and is fetched again next time.
    });
  return response;
}

async function dropAllBut(keys: ReadonlySet<string>): Promise<void> {
  const cache = await caches.open(CACHE_NAME);
  for (const request of await cache.keys()) if (!keys.has(request.url)) await cache.delete(request);
}

/** Serves `files` from the device where they are kept, else from the network, which keeps them; those of other versions are dropped. */
export function serveOptionalFiles(files: readonly AppFile[]): void {
  const integrities = new Map(
    files.map(({ url, integrity = '' }) => [new URL(url, self.registration.scope).href, integrity]),
  );
  self.addEventListener('fetch', (event) => {
    const integrity = integrities.get(event.request.url);
    if (integrity !== undefined) event.respondWith(keptOrFetched(event.request.url, integrity));
  });
  self.addEventListener('activate', (event) => {
    const keys = new Set([...integrities].map(([address, integrity]) => keyOf(address, integrity)));
    event.waitUntil(dropAllBut(keys));
  });
}
