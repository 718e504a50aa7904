import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import {
  runCollector,
  startCollector,
  type CollectorProcess,
} from '../../collector/testing/process.testing.ts';
import { findChromium } from '../../scripts/chromium.ts';
import { root } from '../../scripts/repository.ts';
import { serveApp, type AppServer } from '../app-server.ts';
import { waitForControl, waitForEntries } from '../kiosk.ts';
import { BrowserProcess } from '../torture/browser-process.ts';
import { MishapProxy } from '../torture/proxy.ts';
import { writeBusyClip } from '../walking-clip.ts';
import { judgeBody, judgeKept } from './judge.ts';
import { readEverything, type Kept } from './read-everything.ts';

const dist = join(root, 'dist');
const netLogName = 'net-log.json';
let app: AppServer;
let collector: CollectorProcess;
let folder: string;
let proxy: MishapProxy;
let proxyUrl: string;
const sent: { readonly path: string; readonly body: string }[] = [];

test.beforeAll(async () => {
  app = await serveApp(4195);
  folder = mkdtempSync(join(tmpdir(), 'vestibule-privacy-'));
  mkdirSync(join(folder, 'collector'));
  collector = await startCollector(join(folder, 'collector'));
  proxy = new MishapProxy(({ path, body }) => sent.push({ path, body: body.toString() }));
  proxy.setTarget(collector.url);
  proxyUrl = await proxy.start();
});
test.afterAll(async () => {
  collector.kill('SIGKILL');
  proxy.dispose();
  await app.stop();
  rmSync(folder, { recursive: true });
});

async function withBrowser<T>(flags: readonly string[], use: (page: Page) => Promise<T>): Promise<T> {
  const options = { executablePath: findChromium() ?? '', profile: join(folder, 'profile') };
  const running = BrowserProcess.start({ ...options, clip: join(folder, 'busy.y4m'), flags });
  try {
    const [context] = (await running.connect()).contexts();
    const page = context?.pages()[0];
    if (page === undefined) throw new Error('the browser has no page');
    return await use(page);
  } finally {
    await running.kill();
  }
}

/** A kiosk's day in short: set up, enrolled, people from the camera, who are sent, and from the demo. */
async function liveThrough(page: Page): Promise<Kept> {
  const { stdout: code } = await runCollector('enrol', '--name', 'Door', '--data', join(folder, 'collector'));
  await page.goto(`${app.address}?debug&tier=wasm#/status`);
  await waitForControl(page);
  await page.getByRole('radio', { name: 'Short' }).check();
  await page.getByLabel('Address of the collector').fill(proxyUrl);
  await page.getByLabel('One-time code').fill(code.trim());
  await page.getByRole('button', { name: 'Enrol this kiosk' }).click();
  await waitForEntries(page, 8);
  await page.getByRole('button', { name: 'Send now' }).click();
  await page.goto(`${app.address}?debug&source=demo&tier=wasm#/review`);
  await waitForEntries(page, 1);
  return readEverything(page);
}

/**
 * Every address that the page, its workers and its service worker asked the network for, by the browser's own log, which may be cut off.
 * What the browser asks on its own account has no origin as its initiator; docs/security.md speaks of that.
 */
function askedFor(): readonly string[] {
  const log = readFileSync(join(folder, netLogName), 'utf8');
  const requests = log.matchAll(/"initiator":"(http[^"]*)"[^\n]*?"url":"((?:https?|wss?):[^"]+)"/g);
  return [...requests].flatMap(([, , url]) => url ?? []);
}

test('after counting and sending, there is nothing anywhere but totals and settings, and nobody else was asked', async () => {
  await withBrowser([], async (page) => {
    await page.goto(`${app.address}models/mini-xception.json`);
    await writeBusyClip(page, join(folder, 'busy.y4m'));
  });
  const kept = await withBrowser([`--log-net-log=${join(folder, netLogName)}`], liveThrough);

  // First, that there was something to judge.
  expect(Object.keys(kept.databases['vestibule']?.['buckets'] ?? {}).length).toBeGreaterThanOrEqual(2);
  expect(Object.values(kept.caches).flat().length).toBeGreaterThan(50);
  expect(sent.filter(({ body }) => body.includes('"entries":')).length).toBeGreaterThan(0);

  expect(judgeKept(kept, dist)).toEqual([]);
  expect(sent.flatMap(({ path, body }) => judgeBody(path, body))).toEqual([]);
  const asked = askedFor();
  const ours = [app.address, `${proxyUrl}/`];
  for (const address of ours)
    expect(asked.filter((url) => url.startsWith(address)).length).toBeGreaterThan(2);
  expect(asked.filter((url) => !ours.some((address) => url.startsWith(address)))).toEqual([]);
});

test('the judge knows what may not be kept', () => {
  const bucket = {
    entrance: 'main',
    startMs: 1,
    face: [1, 2],
    dwellBins: Array.from({ length: 400 }, () => 1),
  };
  const kept: Kept = {
    databases: {
      vestibule: {
        buckets: { '["main"]': bucket },
        meta: { '"people"': [], '"epoch"': { notPlain: '[object ImageData]' } },
        crops: { '1': 'text' },
      },
    },
    caches: { app: [{ url: 'http://kiosk/face.png', sha256: '00', text: undefined }] },
    localStorage: { seen: '1' },
    sessionStorage: {},
    files: ['/face.raw'],
    cookies: '',
  };
  expect(judgeKept(kept, dist)).toEqual([
    'bucket ["main"] has face',
    'bucket ["main"].dwellBins is no short list of numbers',
    'meta has people',
    'meta.epoch is {"notPlain":"[object ImageData]"}',
    'there is a store crops',
    'the cache app has http://kiosk/face.png, which is no file of the app',
    'localStorage has seen',
    'there is a file /face.raw',
  ]);
  const body = JSON.stringify({
    protocol: 1,
    kiosk: { tier: 'wgsl', owner: 'x' },
    buckets: [{ people: 3 }],
    image: 'x',
  });
  expect(judgeBody('/v1/batches', body)).toEqual([
    '/v1/batches has image',
    'the report has owner',
    'a sent bucket has people',
  ]);
  expect(judgeBody('/elsewhere', '{}')).toEqual(['something was sent to /elsewhere']);
});
