import { expect, test, type Page } from '@playwright/test';
import { serveApp, type AppServer } from './app-server.ts';
import { runningEngine, waitForControl, watchRefusals } from './kiosk.ts';

let app: AppServer;
test.beforeAll(async () => {
  app = await serveApp(4197);
});
test.afterAll(() => app.stop());

/** The number that stands behind some words of the agreement; -1 where there is none yet. */
async function countOf(page: Page, words: string): Promise<number> {
  const row = page.locator('lab-compare dl > div').filter({ hasText: words });
  const [text = ''] = await row.locator('dd').allTextContents();
  return text === '' ? -1 : Number.parseInt(text, 10);
}

test('the Lab shows network and classical computer vision on the same faces, and loads OpenCV for that alone', async ({
  page,
}) => {
  const refused = watchRefusals(page);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`${app.address}?source=demo&debug&tier=wasm`);
  await runningEngine(page);
  await waitForControl(page);
  const workers = page.workers().length;
  expect(requests.filter((url) => /opencv|haarcascade|lbp-svm/.test(url))).toEqual([]);

  await page.goto(`${app.address}?source=demo&debug&tier=wasm#/lab/compare`);
  await expect.poll(() => countOf(page, 'Faces that both found')).toBeGreaterThan(0);
  await expect(page.getByRole('img', { name: /faces that are found/ })).toHaveCount(2);
  expect(await countOf(page, 'Frames')).toBeGreaterThan(0);
  const kept = await page.evaluate(
    async () => (await (await caches.open('vestibule-optional')).keys()).length,
  );
  expect(kept, 'OpenCV, its WebAssembly, the cascade, the classifier and its card').toBe(5);

  await page.getByRole('link', { name: 'Back to the kiosk' }).click();
  await expect.poll(() => page.workers().length, 'workers once the Lab is closed').toBe(workers);
  expect(requests.filter((url) => !url.startsWith(app.address) && !/^(blob|data):/.test(url))).toEqual([]);
  expect(refused).toEqual([]);
});
