import { expect, test } from '@playwright/test';
import { browserArguments, browserEnvironment, findChromium } from '../scripts/chromium.ts';
import { serveApp, type AppServer } from './app-server.ts';
import { entriesToday } from './kiosk.ts';

// A camera is there (Chromium's own pattern), but nobody has allowed it yet.
const executablePath = findChromium();
test.use({
  launchOptions: {
    args: [...browserArguments, '--use-fake-device-for-media-stream'],
    env: browserEnvironment(),
    ...(executablePath === undefined ? {} : { executablePath }),
  },
});

let app: AppServer;
test.beforeAll(async () => {
  app = await serveApp(4183);
});
test.afterAll(() => app.stop());

test('a refused camera shows the way back, and the way works', async ({ page, context }) => {
  await page.goto(`${app.address}?source=camera&debug`);
  const wayBack = page.getByRole('button', { name: /again|camera/i }).first();
  await expect(wayBack).toBeVisible();
  await expect(page.getByText(/camera/i).first()).toBeVisible();

  await wayBack.click();
  await expect(wayBack).toBeVisible();

  // The kiosk watches the permission, so that whoever grants it need not come back to press a button.
  await context.grantPermissions(['camera']);
  await expect(wayBack).toBeHidden();
  expect(await entriesToday(page)).toBe(0);
});
