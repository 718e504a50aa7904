import type { Page } from '@playwright/test';

/** Wakes the service worker of the app at `address` as the browser does when there is a network again. */
export async function wakeServiceWorker(page: Page, address: string): Promise<void> {
  const tools = await page.context().newCDPSession(page);
  const known = new Promise<string>((resolve) => {
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations.filter(({ isDeleted }) => !isDeleted);
      if (registration !== undefined) resolve(registration.registrationId);
    });
  });
  await tools.send('ServiceWorker.enable');
  const registrationId = await known;
  const { origin } = new URL(address);
  const tag = 'vestibule-upload';
  await tools.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag, lastChance: false });
  await tools.detach();
}
