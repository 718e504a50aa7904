import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { runCollector } from '../collector/testing/process.testing.ts';
import { serveApp, type AppServer } from './app-server.ts';
import { watchRefusals } from './kiosk.ts';

let app: AppServer;
let folder: string;

test.beforeAll(async () => {
  app = await serveApp(4193);
  folder = mkdtempSync(join(tmpdir(), 'vestibule-'));
});
test.afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const SLOT_MS = 900_000;
/** So that each slot ended long ago. */
const FIRST_MS = Date.UTC(2024, 8, 1);

function entriesOf(slot: number): number {
  return 3 + (slot % 90);
}

/** Puts slots of the camera's entrance into the kiosk's database, as if they had been counted; the page must not count. */
async function putSlots(page: Page, count: number): Promise<void> {
  await page.evaluate(
    ({ count: slots, firstMs, slotMs }) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('vestibule');
        opening.onerror = () => reject(opening.error ?? new Error('no database'));
        opening.onsuccess = () => {
          const database = opening.result;
          const writing = database.transaction('buckets', 'readwrite');
          for (let slot = 0; slot < slots; slot += 1)
            writing.objectStore('buckets').put({
              entrance: 'main',
              epoch: 'of-a-test',
              startMs: firstMs + slot * slotMs,
              slotMs,
              entries: 3 + (slot % 90),
              exits: slot % 7,
              woman: slot % 3,
              man: 1,
              undetermined: slot % 2,
              dwellBins: [1, 1, 1, slot % 90, 0, 0],
              coverageSec: 899.123456,
              missing: { camera: 0.876544 },
              softwareVersion: '0.1.0',
              model: 'mini-xception@1.0.0',
              settingsVersion: 1,
              tier: 'wgsl',
              meanFrameRate: 14.123456789 + slot / 1e6,
              latencyBins: [0, 3, 40, 1200 + slot, 2, 0, 0, 0, 0, 0, 0, 0, 0],
              revision: 60,
              acknowledged: 0,
              due: 1,
            });
          writing.oncomplete = () => {
            database.close();
            resolve();
          };
          writing.onerror = () => reject(writing.error ?? new Error('no slots'));
        };
      }),
    { count, firstMs: FIRST_MS, slotMs: SLOT_MS },
  );
}

/** What the group says of a term. */
function said(page: Page, term: string): Promise<string | null> {
  return page.locator('.export dl > div').filter({ hasText: term }).locator('dd').textContent();
}

async function exportTo(page: Page, name: string): Promise<string> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export what is not confirmed' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^vestibule-main-\d{4}-\d\d-\d\d-\d{6}\.json$/);
  const path = join(folder, name);
  await download.saveAs(path);
  return path;
}

async function readReceipt(page: Page, path: string): Promise<void> {
  await page.getByLabel('Read a receipt').setInputFiles(path);
}

/** How many people came in each slot, as the collector lists them. */
async function atCollector(): Promise<readonly number[]> {
  const { stdout } = await runCollector('buckets', '--json', '--data', join(folder, 'data'));
  return (JSON.parse(stdout) as { readonly entries: number }[]).map(({ entries }) => entries);
}

/** A year of them by `EXPORT_SLOTS=35040 npx playwright test e2e/export.test.ts`, which tells how long each step takes. */
const SLOTS = Number(process.env['EXPORT_SLOTS'] ?? 600);
const SLOTS_WORDS = `${SLOTS.toLocaleString('en')} slots`;

/** From now on, the longest that the page did nothing else, milliseconds; read it by `longest`. */
async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const found: number[] = [0];
    Object.assign(window, { longTasks: found });
    new PerformanceObserver((list) => {
      found.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
}

function longest(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(...(window as unknown as { longTasks: number[] }).longTasks));
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const done = await work();
  console.log(`${what}: ${Math.round(performance.now() - startedMs)} ms`);
  return done;
}

test(`the totals of ${SLOTS} slots reach the collector by hand, once, and are settled by its receipt`, async ({
  page,
}) => {
  const refused = watchRefusals(page);
  // The demo's people are another entrance's, so that the camera's totals rest.
  const status = `${app.address}?source=demo&tier=wasm#/status`;
  await page.goto(status);
  await expect.poll(() => said(page, 'Key')).toMatch(/^(\w{5}-){3}\w{5}$/);
  const fingerprint = (await said(page, 'Key')) ?? '';
  await putSlots(page, SLOTS);
  await page.reload();
  await expect.poll(() => said(page, 'Not confirmed')).toBe(SLOTS_WORDS);
  await watchLongTasks(page);
  const file = await timed('export', () => exportTo(page, 'door.json'));
  console.log(`${statSync(file).size} bytes; the page was held up for ${await longest(page)} ms at most`);

  // Another page, so that the kiosk's own work does not slow down the rest.
  await page.goto(`${app.address}models/mini-xception.json`);
  const data = ['--data', join(folder, 'data')];
  const trust = ['--trust', fingerprint, '--name', 'Back door'];
  const taken = await timed('import', () => runCollector('import', file, ...trust, ...data));
  expect(taken).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`: ${SLOTS} stored`) });
  const again = await timed('import again', () => runCollector('import', file, ...data));
  expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`: ${SLOTS} known already`) });
  const entries = await atCollector();
  expect(entries).toEqual(Array.from({ length: SLOTS }, (_, slot) => entriesOf(slot)));

  await page.goto(status);
  await expect.poll(() => said(page, 'Not confirmed')).toBe(SLOTS_WORDS);
  await readReceipt(page, file);
  await expect(page.locator('.export [role=status]')).toContainText('found an export');
  expect(await said(page, 'Not confirmed')).toBe(SLOTS_WORDS);
  await watchLongTasks(page);
  await timed('receipt', async () => {
    await readReceipt(page, join(folder, 'door.receipt.json'));
    await expect.poll(() => said(page, 'Not confirmed')).toBe('Nothing');
  });
  console.log(`the page was held up for ${await longest(page)} ms at most`);
  expect(await said(page, 'Key')).toBe(fingerprint);
  expect(refused).toEqual([]);
});
