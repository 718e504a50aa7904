/** The browser's own promise to wake the service worker when there is a network; not every browser makes it. */

/** By this name the service worker knows what it is woken for. */
export const UPLOAD_TAG = 'vestibule-upload';

/** What TypeScript's own types do not know yet. */
interface SyncManager {
  readonly register: (tag: string) => Promise<void>;
}

/** Asks for an upload from the service worker once there is a network; nothing where that cannot be had. */
export async function askForBackgroundSync(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.getRegistration();
    const sync: SyncManager | undefined = Reflect.get(registration ?? {}, 'sync');
    await sync?.register(UPLOAD_TAG);
  } catch {
    // Expected trouble: the browser forbids it. The page's own timer goes on.
  }
}
