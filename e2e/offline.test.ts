import { expect, test } from '@playwright/test';
import { serveApp, type AppServer } from './app-server.ts';
import { waitForControl, waitForEntries } from './kiosk.ts';

let app: AppServer;
test.beforeAll(async () => {
  app = await serveApp(4182);
});
test.afterAll(() => app.stop());

test('after one visit the app starts, keeps its totals and counts on without a server', async ({ page }) => {
  await page.goto(`${app.address}?source=demo&debug`);
  await waitForControl(page);
  const before = await waitForEntries(page, 1);

  await app.stop();
  await expect(fetch(app.address)).rejects.toThrow();
  await page.reload();

  await waitForEntries(page, before);
  await waitForEntries(page, before + 1);
});

test('the second network is kept only once it was asked for, and is there offline from then on', async ({
  page,
}) => {
  const server = await serveApp(4183);
  await page.goto(`${server.address}?source=demo`);
  await waitForControl(page);
  const statusOf = (path: string): Promise<number> =>
    page.evaluate(async (address) => {
      try {
        return (await fetch(address)).status;
      } catch {
        // Offline, and not kept.
        return 0;
      }
    }, path);
  const kept = await page.evaluate(async () => {
    const keys = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    return keys.flat().map(({ url }) => url);
  });
  expect(kept.filter((url) => url.includes('mini-xception'))).not.toEqual([]);
  expect(kept.filter((url) => url.includes('cnn-9layer'))).toEqual([]);
  expect(await statusOf('models/cnn-9layer.safetensors')).toBe(200);

  await server.stop();
  expect(await statusOf('models/cnn-9layer.safetensors')).toBe(200);
  expect(await statusOf('models/cnn-9layer.json')).toBe(0);
});
