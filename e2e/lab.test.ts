import { expect, test, type Page } from '@playwright/test';
import { serveApp, type AppServer } from './app-server.ts';
import { entriesToday, runningEngine, waitForEntries } from './kiosk.ts';

let app: AppServer;
test.beforeAll(async () => {
  app = await serveApp(4194);
});
test.afterAll(() => app.stop());

/** How many different greys the picture of the gradient has. */
function greysOfGradient(page: Page): Promise<number> {
  return page
    .getByRole('img', { name: 'Gradient of the answer' })
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      return new Set(pixels.filter((_, index) => index % 4 === 0)).size;
    });
}

test('the Lab explains the face of the demo with our own kernels, while the kiosk counts on by another way', async ({
  page,
}) => {
  await page.goto(`${app.address}?source=demo&debug`);
  expect((await runningEngine(page)).tier).toBe('wasm');
  // That of the count, and its threads.
  const workers = page.workers().length;
  await page.getByRole('link', { name: 'Lab' }).click();
  // Nobody may be in view at first, and a software adapter takes its time.
  await expect.poll(() => greysOfGradient(page), { timeout: 90_000 }).toBeGreaterThan(20);
  await expect(page.getByText('mini-xception@')).toBeVisible();
  expect(page.workers().length).toBe(workers + 1);

  await page.getByRole('radio', { name: /^Gradient/ }).check();
  await expect(page.locator('figcaption').filter({ hasText: /^\s*Gradient/ })).toBeVisible();
  await waitForEntries(page, (await entriesToday(page)) + 1);

  await page.getByRole('link', { name: 'Back to the kiosk' }).click();
  await expect.poll(() => page.workers().length, 'workers once the Lab is closed').toBe(workers);
});
