import { expect, test, type Page } from '@playwright/test';
import { serveApp, type AppServer } from './app-server.ts';
import { waitForControl, waitForEntries } from './kiosk.ts';

let app: AppServer;
test.beforeAll(async () => {
  app = await serveApp(4182);
});
test.afterAll(() => app.stop());

/** Status with which the page is given a file; 0 where nobody gives it. */
function statusOf(page: Page, path: string): Promise<number> {
  return page.evaluate(async (address) => {
    try {
      return (await fetch(address)).status;
    } catch {
      // Offline, and not kept.
      return 0;
    }
  }, path);
}

/** Addresses of all files that are kept on the device. */
function keptFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const caching = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
    return (await Promise.all(caching)).flat().map(({ url }) => url);
  });
}

test('after one visit the app starts, keeps its totals and counts on without a server', async ({ page }) => {
  await page.goto(`${app.address}?source=demo&debug`);
  await waitForControl(page);
  const before = await waitForEntries(page, 1);
  const kept = await keptFiles(page);
  expect(kept.filter((url) => url.includes('models/mini-xception'))).toHaveLength(2);
  expect(kept.filter((url) => url.includes('models/cnn-9layer'))).toEqual([]);
  expect(await statusOf(page, 'models/cnn-9layer.safetensors')).toBe(200);

  await app.stop();
  await expect(fetch(app.address)).rejects.toThrow();
  await page.reload();

  await waitForEntries(page, before);
  await waitForEntries(page, before + 1);
  // What a kiosk does not need is there once it was asked for, and only then.
  expect(await statusOf(page, 'models/cnn-9layer.safetensors')).toBe(200);
  expect(await statusOf(page, 'models/cnn-9layer.json')).toBe(0);
});
