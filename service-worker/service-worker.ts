/** Keeps the whole app on the device: every file is fetched once, checked against its hash, and served from then on; and uploads when it is woken. */
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { UPLOAD_TAG } from '../src/upload/background-sync.ts';
import { serveOptionalFiles, type AppFile } from './optional-files.ts';
import { uploadInBackground } from './upload.ts';

/** What TypeScript's own types do not know yet. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

declare const self: ServiceWorkerGlobalScope;

/** Pages of a collector that serves the app too; they are not the app's. */
const FOREIGN = new URL('admin', self.registration.scope).href;

/** A page of the app rather than one of its files: the path ends in a slash or in a name without a dot. */
function isPage(request: Request): boolean {
  if (request.url.startsWith(FOREIGN)) return false;
  const name = new URL(request.url).pathname.split('/').at(-1) ?? '';
  return request.mode === 'navigate' && (name === 'index.html' || !name.includes('.'));
}

async function pageFor(request: Request): Promise<Response> {
  return (await matchPrecache('index.html')) ?? fetch(request);
}

// Before Workbox's own listener, which knows only exact addresses: a page is index.html whatever follows in its address.
self.addEventListener('fetch', (event) => {
  if (!isPage(event.request)) return;
  event.stopImmediatePropagation();
  event.respondWith(pageFor(event.request));
});

// All entries are objects: vite.config.ts writes them.
const files = self.__WB_MANIFEST as readonly AppFile[];
serveOptionalFiles(files.filter(({ optional }) => optional === true));
precacheAndRoute(files.filter(({ optional }) => optional !== true));
cleanupOutdatedCaches();

// The first visit is under control at once, so that it already survives the loss of the network.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// A new version waits until the page finds a quiet moment.
self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  const { type } = (data ?? {}) as { type?: unknown };
  if (type === 'skip-waiting') void self.skipWaiting();
});

self.addEventListener('sync', (event: Event) => {
  const sync = event as SyncEvent;
  if (sync.tag === UPLOAD_TAG) sync.waitUntil(uploadInBackground());
});
