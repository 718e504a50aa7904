import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { runCollector, startCollector, type CollectorProcess } from '../collector/testing/process.testing.ts';
import { root } from '../scripts/repository.ts';
import { serveApp, type AppServer } from './app-server.ts';
import { fakeCamera } from './fake-camera.ts';
import { waitForControl, waitForEntries } from './kiosk.ts';
import { wakeServiceWorker } from './service-worker.ts';
import { writeWalkingClip } from './walking-clip.ts';

const clipFolder = join(root, '.cache', 'e2e');
const clip = join(clipFolder, 'upload.y4m');
test.use(fakeCamera(clip));

/** What kiosk and collector must agree about. */
interface Totals {
  readonly start: string;
  readonly entries: number;
  readonly woman: number;
  readonly man: number;
  readonly undetermined: number;
  readonly revision: number;
}

let app: AppServer;
let collector: CollectorProcess;
let data: string;

test.beforeAll(async () => {
  app = await serveApp(4192);
  data = mkdtempSync(join(tmpdir(), 'vestibule-'));
  collector = await startCollector(data);
});
test.afterAll(async () => {
  collector.kill('SIGKILL');
  await app.stop();
  rmSync(data, { recursive: true });
});

function pick({ start, entries, woman, man, undetermined, revision }: Totals): Totals {
  return { start, entries, woman, man, undetermined, revision };
}

async function atCollector(): Promise<readonly Totals[]> {
  const { stdout } = await runCollector('buckets', '--json', '--data', data);
  return (JSON.parse(stdout) as Totals[]).map(pick);
}

/** The buckets of the camera's entrance as the kiosk's database has them. */
async function atKiosk(page: Page): Promise<readonly Totals[]> {
  const buckets = await page.evaluate(
    () =>
      new Promise<(Totals & { startMs: number; entrance: string })[]>((resolve, reject) => {
        const opening = indexedDB.open('vestibule');
        opening.onerror = () => reject(opening.error ?? new Error('no database'));
        opening.onsuccess = () => {
          const all = opening.result.transaction('buckets').objectStore('buckets').getAll();
          all.onsuccess = () => resolve(all.result as (Totals & { startMs: number; entrance: string })[]);
        };
      }),
  );
  return buckets
    .filter(({ entrance }) => entrance === 'main')
    .map((bucket) => pick({ ...bucket, start: new Date(bucket.startMs).toISOString() }));
}

/** What the status page says of the collector. */
function said(page: Page, term: string): Promise<string | null> {
  return page.locator('.collector dl > div').filter({ hasText: term }).locator('dd').textContent();
}

async function sendNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send now' }).click();
}

test('totals reach the collector once, over its death and the kiosk’s', async ({ page }) => {
  mkdirSync(clipFolder, { recursive: true });
  await page.goto(`${app.address}models/mini-xception.json`);
  await writeWalkingClip(page, clip);
  const { stdout: code } = await runCollector('enrol', '--name', 'East door', '--data', data);

  await page.goto(`${app.address}?debug&tier=wasm#/status`);
  await waitForControl(page);
  await page.getByLabel('Address of the collector').fill(collector.url);
  await page.getByLabel('One-time code').fill(code.trim());
  await page.getByRole('button', { name: 'Enrol this kiosk' }).click();
  await expect.poll(() => said(page, 'This kiosk is called')).toBe('East door');
  await waitForEntries(page, 1);
  await expect
    .poll(async () => {
      await sendNow(page);
      return (await atCollector()).reduce((sum, { entries }) => sum + entries, 0);
    })
    .toBeGreaterThanOrEqual(1);

  const port = new URL(collector.url).port;
  collector.kill('SIGKILL');
  await collector.ended;
  const before = await waitForEntries(page, 2);
  await sendNow(page);
  await expect.poll(() => said(page, 'Condition')).toBe('The collector cannot be reached.');
  expect(await said(page, 'Waiting to be sent')).toMatch(/slot/);

  // The kiosk is torn away in the middle; another page of its origin shows what it kept.
  await page.goto(`${app.address}models/mini-xception.json`);
  collector = await startCollector(data, '--port', port);
  const kept = await atKiosk(page);
  expect(kept.reduce((sum, { entries }) => sum + entries, 0)).toBeGreaterThanOrEqual(before);
  await wakeServiceWorker(page, app.address);
  await expect.poll(atCollector).toEqual(kept);

  // The demo's people are another entrance's, so that the camera's totals rest.
  await page.goto(`${app.address}?debug&tier=wasm&source=demo#/status`);
  await expect.poll(() => said(page, 'Condition')).toBe('Well');
  expect(await said(page, 'Waiting to be sent')).toBe('Nothing');
  expect(await atCollector()).toEqual(await atKiosk(page));
});
