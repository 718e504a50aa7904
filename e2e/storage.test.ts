import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { browserArguments, browserEnvironment, findChromium } from '../scripts/chromium.ts';
import { serveApp, type AppServer } from './app-server.ts';
import { entriesToday, waitForEntries } from './kiosk.ts';

let app: AppServer;
test.beforeAll(async () => {
  app = await serveApp(4195);
});
test.afterAll(() => app.stop());

/** The rung that starts at once: what these tests are about is not the engine. */
const kiosk = (): string => `${app.address}?source=demo&debug&tier=wasm`;

/** What these tests read of the page's state. */
interface Shown {
  readonly store: { readonly role: string };
  readonly settings: { readonly retentionDays: number };
  readonly export?: { readonly fingerprint?: string };
}

interface DebugWindow {
  readonly vestibule?: { snapshot(): Shown };
}

const shown = (page: Page): Promise<Shown | undefined> =>
  page.evaluate(() => (window as unknown as DebugWindow).vestibule?.snapshot());

/** Waits until the window is the one that counts; its first bucket is on the disk a moment later. */
async function waitUntilWriter(page: Page): Promise<void> {
  await page.waitForFunction(
    () => (window as unknown as DebugWindow).vestibule?.snapshot().store.role === 'writer',
  );
}

/** People in a database, by entrance. */
function entriesIn(page: Page, name: string): Promise<Record<string, number>> {
  return page.evaluate(async (database) => {
    const opening = indexedDB.open(database);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const all = opening.result.transaction('buckets').objectStore('buckets').getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    opening.result.close();
    const sums: Record<string, number> = {};
    for (const { entrance, entries } of all.result as { entrance: string; entries: number }[])
      sums[entrance] = (sums[entrance] ?? 0) + entries;
    return sums;
  }, name);
}

/** For how long a database says that sent totals stay, days. */
function keptDays(page: Page, name: string): Promise<unknown> {
  return page.evaluate(async (database) => {
    const opening = indexedDB.open(database);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const reading = opening.result.transaction('meta').objectStore('meta').get('settings');
    await new Promise((resolve) => (reading.onsuccess = resolve));
    opening.result.close();
    return (reading.result as { retentionDays?: number } | undefined)?.retentionDays;
  }, name);
}

test('beside a database that it cannot use the kiosk counts on, says so, and a second window takes over', async ({
  page,
  context,
}) => {
  await page.goto(`${app.address}models/mini-xception.json`);
  await page.evaluate(async () => {
    const opening = indexedDB.open('vestibule', 99);
    opening.onupgradeneeded = () => opening.result.createObjectStore('buckets', { autoIncrement: true });
    await new Promise((resolve) => (opening.onsuccess = resolve));
    opening.result.transaction('buckets', 'readwrite').objectStore('buckets').put({ kept: true });
    opening.result.close();
  });
  await page.goto(kiosk());
  await waitForEntries(page, 1);
  await page.getByRole('link', { name: /could not be read/ }).click();
  await expect(page.getByText(/Database “vestibule”, not used since .*newer version/)).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download what can be read' }).click();
  const file = JSON.parse(readFileSync(await (await downloading).path(), 'utf8')) as object;
  expect(file).toMatchObject({ databases: [{ name: 'vestibule', buckets: [{ kept: true }] }] });

  const second = await context.newPage();
  await second.goto(kiosk());
  await expect(second.getByRole('heading', { name: 'Another window is counting' })).toBeVisible();
  await page.getByLabel('Sent totals stay on this device for').selectOption('1100');
  await expect.poll(() => keptDays(page, 'vestibule-2')).toBe(1_100);
  const before = await entriesToday(page);
  await page.close();
  await waitUntilWriter(second);
  expect(await waitForEntries(second, before)).toBeGreaterThanOrEqual(1);
  // It was opened before the other one was told, and must not delete by what it read then.
  expect((await shown(second))?.settings.retentionDays).toBe(1_100);
  expect((await entriesIn(second, 'vestibule-2'))['demo']).toBeGreaterThanOrEqual(before);
  await second.close();
});

test('while no database opens it counts in memory and warns; the clock is wrong, and all get their time', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    const real = Date.now;
    const faults = { refuse: true, offsetMs: -20 * 365 * 24 * 3_600_000 };
    Object.assign(window, { faults });
    Date.now = () => real() + faults.offsetMs;
    IDBFactory.prototype.open = function (this: IDBFactory, ...given) {
      if (faults.refuse) throw new DOMException('Internal error opening backing store.', 'UnknownError');
      return open.apply(this, given);
    };
  });
  const set = (change: object): Promise<void> =>
    page.evaluate((next) => {
      Object.assign((window as unknown as { faults: object }).faults, next);
    }, change);
  await page.goto(kiosk());
  await expect(page.getByRole('alert')).toContainText('Do not close this page');
  await expect(page.getByRole('link', { name: /The clock is wrong/ })).toBeVisible();
  expect((await shown(page))?.export?.fingerprint).toBeUndefined();
  await set({ refuse: false });
  await expect(page.getByRole('alert')).toBeHidden();
  // Without it nothing can be exported.
  await expect.poll(async () => (await shown(page))?.export?.fingerprint).toBeDefined();
  await expect
    .poll(async () => (await entriesIn(page, 'vestibule'))['demo-undated'] ?? 0)
    .toBeGreaterThanOrEqual(1);
  expect(await entriesToday(page)).toBe(0);
  const undated = (await entriesIn(page, 'vestibule'))['demo-undated'] ?? 0;
  await set({ offsetMs: 0 });
  await waitForEntries(page, undated);
  const all = await entriesIn(page, 'vestibule');
  expect(all['demo-undated'] ?? 0).toBe(0);
  expect(all['demo']).toBeGreaterThanOrEqual(undated);
});

test.describe('a browser whose files are damaged between two starts', () => {
  let profile: string;
  test.beforeEach(() => {
    profile = mkdtempSync(join(tmpdir(), 'vestibule-'));
  });
  test.afterEach(() => rmSync(profile, { recursive: true }));

  async function start(): Promise<{ context: BrowserContext; page: Page }> {
    const executablePath = findChromium();
    const context = await chromium.launchPersistentContext(profile, {
      headless: true,
      args: browserArguments,
      env: browserEnvironment(),
      ...(executablePath === undefined ? {} : { executablePath }),
    });
    const page = await context.newPage();
    await page.goto(kiosk());
    return { context, page };
  }

  function damageFiles(): void {
    const files = readdirSync(profile, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => /indexeddb\.leveldb.*\.(log|ldb)$/.test(name))) {
      const bytes = readFileSync(join(profile, file));
      writeFileSync(
        join(profile, file),
        bytes.map((byte) => byte ^ 0x5a),
      );
    }
  }

  test('begins anew, and says that totals are gone', async () => {
    const first = await start();
    await waitUntilWriter(first.page);
    await expect.poll(() => entriesIn(first.page, 'vestibule')).toHaveProperty('demo');
    await first.context.close();
    damageFiles();
    const second = await start();
    await waitUntilWriter(second.page);
    await expect.poll(() => entriesIn(second.page, 'vestibule')).toHaveProperty('demo');
    await second.page.getByRole('link', { name: /were lost/ }).click();
    await expect(second.page.getByText(/the browser had thrown them away/)).toBeVisible();
    await second.context.close();
  });
});
