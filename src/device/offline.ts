/** The service worker as the page sees it: whether the app is kept on the device, and how a new version takes over. */

import { scriptUrl } from '../domain/script-url.ts';

/** `update-waiting`: a new version is on the device and starts when it is asked to. */
export type OfflineStatus = 'installing' | 'ready' | 'update-waiting' | 'unavailable';

/** The app's place on the device. */
export interface Offline {
  /** Lets a waiting version take over; the page is loaded anew. */
  readonly applyUpdate: () => void;
}

/**
 * Keeps the app on the device.
 *
 * @param address of the service worker
 * @param onStatus told of each change
 */
export function keepOffline(address: URL, onStatus: (status: OfflineStatus) => void): Offline {
  let registration: ServiceWorkerRegistration | undefined;
  const report = (): void => {
    if (registration?.waiting) onStatus('update-waiting');
    else onStatus(registration?.active ? 'ready' : 'installing');
  };
  const watch = (worker: ServiceWorker | null): void => worker?.addEventListener('statechange', report);

  const register = async (): Promise<void> => {
    try {
      registration = await navigator.serviceWorker.register(scriptUrl(address.href));
      watch(registration.installing);
      registration.addEventListener('updatefound', () => watch(registration?.installing ?? null));
      report();
    } catch {
      // Expected trouble: private windows and plain http keep no apps, and a lost server has nothing to register from.
      onStatus(navigator.serviceWorker.controller === null ? 'unavailable' : 'ready');
    }
  };
  if ('serviceWorker' in navigator) void register();
  else onStatus('unavailable');

  return {
    applyUpdate() {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      registration?.waiting?.postMessage({ type: 'skip-waiting' });
    },
  };
}
