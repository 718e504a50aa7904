/** The service worker as the page sees it: whether the app is kept on the device, and how a new version takes over. */

import type { OfflineStatus } from '../domain/offline-status.ts';
import { scriptUrl } from '../domain/script-url.ts';

/** The app's place on the device. */
export interface Offline {
  /** Lets a waiting version take over; the page is loaded anew. */
  readonly applyUpdate: () => void;
}

function statusOf({ waiting, active, installing }: ServiceWorkerRegistration): OfflineStatus {
  // Browsers tell a worker's new state before they take it from its place.
  if (active !== null) return waiting?.state === 'installed' ? 'update-waiting' : 'ready';
  const isUnderWay = [installing, waiting].some((worker) => worker !== null && worker.state !== 'redundant');
  return isUnderWay ? 'installing' : 'unavailable';
}

/**
 * Keeps the app on the device. What could not be kept is tried again whenever the network comes back.
 *
 * @param address of the service worker
 * @param onStatus told of each change
 */
export function keepOffline(address: URL, onStatus: (status: OfflineStatus) => void): Offline {
  let registration: ServiceWorkerRegistration | undefined;
  const report = (): void => {
    if (registration !== undefined) onStatus(statusOf(registration));
  };
  const watch = (worker: ServiceWorker | null): void => worker?.addEventListener('statechange', report);
  const watchNew = (): void => watch(registration?.installing ?? null);

  const register = async (): Promise<void> => {
    try {
      registration = await navigator.serviceWorker.register(scriptUrl(address.href));
      watch(registration.installing);
      // It may take over at another page's wish.
      watch(registration.waiting);
      registration.addEventListener('updatefound', watchNew);
      report();
    } catch {
      // Expected trouble: private windows and plain http keep no apps, and a lost server has nothing to register from.
      onStatus(navigator.serviceWorker.controller === null ? 'unavailable' : 'ready');
    }
  };
  const registerAgain = (): void => {
    if (registration === undefined || statusOf(registration) === 'unavailable') void register();
  };
  if ('serviceWorker' in navigator) {
    void register();
    addEventListener('online', registerAgain);
  } else onStatus('unavailable');

  return {
    applyUpdate() {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      registration?.waiting?.postMessage({ type: 'skip-waiting' });
    },
  };
}
