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
