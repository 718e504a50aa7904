import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { root } from '../scripts/repository.ts';
import { serveApp, type AppServer } from './app-server.ts';
import { entriesToday, runningEngine, waitForEntries } from './kiosk.ts';
import { sendIntent } from './faults.ts';
import { judgeKept } from './privacy/judge.ts';
import { readEverything } from './privacy/read-everything.ts';

let app: AppServer;
test.beforeAll(async () => {
  app = await serveApp(4194);
});
test.afterAll(() => app.stop());

function gradientOf(page: Page): Locator {
  return page.getByRole('img', { name: 'Gradient of the answer' });
}

/** How many different greys a picture has; -1 when it has gone again, as with a person who leaves. */
async function greysOf(picture: Locator): Promise<number> {
  const canvases = await picture.locator('canvas').elementHandles();
  const greys = canvases[0]?.evaluate((canvas: Node) => {
    if (!(canvas instanceof HTMLCanvasElement)) return -1;
    const { width, height } = canvas;
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    return new Set(pixels.filter((_, index) => index % 4 === 0)).size;
  });
  return (await greys) ?? -1;
}

test('the Lab explains the face of the demo with our own kernels, while the kiosk counts on by another way', async ({
  page,
}) => {
  await page.goto(`${app.address}?source=demo&debug`);
  expect((await runningEngine(page)).tier).toBe('wasm');
  // In software, the kernels of the full range take twice as long to be compiled.
  await sendIntent(page, { type: 'change-settings', change: { range: 'short' } });
  // That of the count, and its threads.
  const workers = page.workers().length;
  await page.getByRole('link', { name: 'Lab' }).click();
  // Nobody may be in view at first, and a software adapter takes its time.
  await expect(gradientOf(page)).toBeVisible({ timeout: 120_000 });
  await expect.poll(() => greysOf(gradientOf(page))).toBeGreaterThan(20);
  await expect(page.getByText('mini-xception@')).toBeVisible();
  expect(page.workers().length).toBe(workers + 1);

  await page.getByRole('radio', { name: /^Gradient/ }).check();
  await expect(page.locator('figcaption').filter({ hasText: /^\s*Gradient/ })).toBeVisible();
  await page.getByRole('radio', { name: /^9-layer CNN/ }).check();
  await expect(page.getByText('cnn-9layer@')).toBeVisible({ timeout: 60_000 });
  await expect(gradientOf(page)).toBeVisible({ timeout: 60_000 });
  await waitForEntries(page, (await entriesToday(page)) + 1);

  await page.getByRole('link', { name: 'Back to the kiosk' }).click();
  await expect.poll(() => page.workers().length, 'workers once the Lab is closed').toBe(workers);
  expect(judgeKept(await readEverything(page), join(root, 'dist')), 'what was kept').toEqual([]);
});
