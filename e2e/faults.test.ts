import { expect, test, type Page, type Worker } from '@playwright/test';
import { serveApp, type AppServer } from './app-server.ts';
import {
  conditionOf,
  crashGraphics,
  isVisionWorker,
  recoveryFrom,
  sendIntent,
  statusesUntil,
  visionWorker,
  waitUntilCounting,
  withDevice,
  type Recovered,
} from './faults.ts';
import { runningEngine, waitForControl, waitForEntries } from './kiosk.ts';

/** One after the other: they share a kiosk, because starting one takes a software adapter long. The first lose our own kernels. */
test.describe.configure({ mode: 'serial' });

let app: AppServer;
let page: Page;
test.beforeAll(async ({ browser }) => {
  app = await serveApp(4185);
  page = await browser.newPage();
  await page.goto(`${app.address}?source=demo&debug`);
  await waitForControl(page);
  await useTier('wgsl');
});
test.beforeEach(() => sendIntent(page, { type: 'retry-engine' }));
test.afterAll(async () => {
  await page.close();
  await app.stop();
});

/** Has the kiosk count on a rung; without one, on the one that it takes by itself. */
async function useTier(tier: string | undefined): Promise<void> {
  await waitUntilCounting(page);
  await sendIntent(page, { type: 'change-settings', change: { range: 'short', tier } });
  await expect.poll(async () => (await conditionOf(page)).counts, { intervals: [20] }).toBe(false);
  await waitUntilCounting(page);
}

async function expectSoon({ totalMs, startingMs }: Recovered): Promise<void> {
  const { tier } = await runningEngine(page);
  const words = `${(totalMs / 1000).toFixed(1)} s on ${tier}, of which the engine started for ${(startingMs / 1000).toFixed(1)} s`;
  test.info().annotations.push({ type: 'counts again after', description: words });
  console.log(`  counts again after ${words}`);
  expect(totalMs).toBeLessThan(10_000);
}

/** Expects that another engine stands in for our own kernels, says so, and is followed by them without a break. */
async function expectTakeover(): Promise<void> {
  const standIn = await runningEngine(page);
  expect(standIn.tier).toBe('wasm');
  expect(standIn.passedOver[0]).toEqual({ tier: 'wgsl', reason: expect.stringMatching(/^It was lost, /) });
  expect(await statusesUntil(page, 'wgsl')).toEqual(['running']);
}

/** Expects that the seconds for `reason` grow by about those that the recovery took, once they are written. */
async function expectGap(reason: 'gpu' | 'camera', before: number, { totalMs }: Recovered): Promise<void> {
  const gapSec = async (): Promise<number> => ((await conditionOf(page)).missing[reason] ?? 0) - before;
  await expect.poll(gapSec, { timeout: 40_000 }).toBeGreaterThan(totalMs / 1000 - 3);
  expect(await gapSec()).toBeLessThan(totalMs / 1000 + 5);
}

async function missingSec(reason: 'gpu' | 'camera'): Promise<number> {
  return (await conditionOf(page)).missing[reason] ?? 0;
}

test('a lost device is replaced', async () => {
  const before = await missingSec('gpu');
  const recovered = await recoveryFrom(page, () =>
    withDevice(visionWorker(page), (device) => device.destroy()),
  );
  expect(recovered.faults).toEqual([expect.stringContaining('The graphics device was lost')]);
  await expectSoon(recovered);
  await expectTakeover();
  await expectGap('gpu', before, recovered);
});

test('a graphics process that crashes is survived', async ({ browser }) => {
  const before = await missingSec('gpu');
  const recovered = await recoveryFrom(page, () => crashGraphics(browser));
  expect(recovered.faults).toEqual([expect.stringContaining('The graphics device was lost')]);
  await expectSoon(recovered);
  await expectTakeover();
  await expectGap('gpu', before, recovered);
});

test('memory that runs out, and is not there for another such engine, leaves a kiosk that counts on the next rung', async () => {
  const before = await missingSec('gpu');
  const engines: Worker[] = [];
  const leaveNoMemory = (worker: Worker): void => {
    if (isVisionWorker(worker)) engines.push(worker);
    void worker.evaluate(() => {
      GPUDevice.prototype.createBuffer = () => {
        throw new RangeError('no memory for a buffer');
      };
    });
  };
  const recovered = await recoveryFrom(page, async () => {
    page.on('worker', leaveNoMemory);
    // Within all limits, and more than any device has: 256 GiB.
    await withDevice(visionWorker(page), (device) => {
      device.createTexture({
        size: [8192, 8192, 256],
        format: 'rgba32float',
        usage: GPUTextureUsage.TEXTURE_BINDING,
      });
    });
  });
  expect(recovered.faults).toEqual([expect.stringContaining('The graphics device failed')]);
  await expectSoon(recovered);
  // The engine that would take over finds no memory either, chooses the rung that counts already, and is given up.
  await expect.poll(() => engines.length).toBe(2);
  await expect.poll(() => page.workers().filter(isVisionWorker)).toEqual(engines.slice(0, 1));
  page.off('worker', leaveNoMemory);
  expect((await runningEngine(page)).tier).toBe('wasm');
  await expectGap('gpu', before, recovered);
});

test('a worker that throws is replaced', async () => {
  await useTier(undefined);
  const recovered = await recoveryFrom(page, () =>
    visionWorker(page).evaluate(() => {
      setTimeout(() => {
        throw new Error('a bug in the worker');
      });
    }),
  );
  expect(recovered.faults).toEqual([expect.stringContaining('a bug in the worker')]);
  await expectSoon(recovered);
});

test('a worker that ends without a word is noticed and replaced', async () => {
  const before = await missingSec('gpu');
  const recovered = await recoveryFrom(page, () => visionWorker(page).evaluate(() => self.close()));
  expect(recovered.faults).toEqual([expect.stringContaining('ended without a word')]);
  await expectSoon(recovered);
  await expectGap('gpu', before, recovered);
});

test('a source that throws is opened again, and the engine does not mind', async () => {
  const before = await missingSec('camera');
  const recovered = await recoveryFrom(page, () =>
    page.evaluate(() => {
      const original = window.VideoFrame;
      window.VideoFrame = new Proxy(original, {
        construct: () => {
          throw new Error('no frame can be made');
        },
      });
      setTimeout(() => {
        window.VideoFrame = original;
      }, 2_000);
    }),
  );
  expect(recovered.faults).toEqual([expect.stringContaining('no frame can be made')]);
  expect(recovered.startingMs).toBe(0);
  await expectSoon(recovered);
  await expectGap('camera', before, recovered);
});

test('where no engine starts any more, the page is loaded anew, keeps its totals and counts on', async () => {
  const before = await waitForEntries(page, 1);
  await page.evaluate(() => {
    window.Worker = class extends Worker {
      constructor(_address: string | URL, options?: WorkerOptions) {
        super('data:text/javascript,throw new Error("no worker")', options);
      }
    };
  });
  const loaded = page.waitForEvent('load');
  await visionWorker(page).evaluate(() => self.close());
  await loaded;
  await waitForEntries(page, before);
  await waitUntilCounting(page);
  await waitForEntries(page, before + 1);
});
