/**
 * A service worker for tests of `offline.ts`, fetched as a classic script. With `?needs=NAME` in its address it is kept only while there is
 * a cache of that name, as the app is only while its files can be fetched.
 */

/** What a page's types do not know of a worker. */
interface InstallingEvent extends Event {
  readonly waitUntil: (ready: Promise<void>) => void;
}

async function checkNeeds(): Promise<void> {
  const needs = new URL(location.href).searchParams.get('needs');
  if (needs !== null && !(await caches.has(needs))) throw new Error(`no ${needs}`);
}

addEventListener('install', (event) => (event as InstallingEvent).waitUntil(checkNeeds()));
addEventListener('message', () => void Reflect.get(globalThis, 'skipWaiting').call(globalThis));
