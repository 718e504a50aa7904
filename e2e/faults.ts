/** Faults, put into a running kiosk from outside: the app knows nothing of them. */
import { expect, type Browser, type Page, type Worker } from '@playwright/test';

/** What these tests read of the page's snapshot. */
interface Condition {
  readonly engine: string;
  /** Words of the engine's or the source's fault. */
  readonly fault: string | undefined;
  /** Whether frames are being answered. */
  readonly counts: boolean;
  /** Seconds not measured, by reason, as far as they are written. */
  readonly missing: Readonly<Record<string, number>>;
}

interface Snapshot {
  readonly engine: {
    readonly status: string;
    readonly message?: string;
    readonly report?: { readonly tier: string };
    readonly performance?: object;
  };
  readonly source: { readonly status: string; readonly fault?: { readonly detail: string } };
  readonly live: object | undefined;
  readonly today: { readonly buckets: readonly { readonly missing: Record<string, number> }[] } | undefined;
}
type DebugWindow = { readonly vestibule: { snapshot(): Snapshot } };

/** The kiosk's condition now. */
export function conditionOf(page: Page): Promise<Condition> {
  return page.evaluate(() => {
    const { engine, source, live, today } = (window as unknown as DebugWindow).vestibule.snapshot();
    const missing: Record<string, number> = {};
    for (const bucket of today?.buckets ?? [])
      for (const [reason, seconds] of Object.entries(bucket.missing))
        missing[reason] = (missing[reason] ?? 0) + seconds;
    const counts =
      source.status === 'running' && engine.status === 'running' && engine.performance !== undefined;
    return {
      engine: engine.status,
      fault: engine.message ?? source.fault?.detail,
      counts: counts && live !== undefined,
      missing,
    };
  });
}

/** Waits until frames are answered. */
export async function waitUntilCounting(page: Page): Promise<void> {
  await expect.poll(async () => (await conditionOf(page)).counts, { intervals: [100] }).toBe(true);
}

/** Sends a person's wish, as the screen does. */
export async function sendIntent(page: Page, intent: Readonly<Record<string, unknown>>): Promise<void> {
  await page.evaluate((detail) => {
    document.querySelector('vestibule-app')?.dispatchEvent(new CustomEvent('vestibule-intent', { detail }));
  }, intent);
}

/** Whether a worker is an engine's; some rungs have workers of their own besides. */
export function isVisionWorker(worker: Worker): boolean {
  return worker.url().includes('/assets/worker-');
}

/** The vision worker that was started last. */
export function visionWorker(page: Page): Worker {
  const worker = page.workers().findLast(isVisionWorker);
  if (worker === undefined) throw new Error('there is no vision worker');
  return worker;
}

/** What a recovery took. */
export interface Recovered {
  /** Words of the faults that the screen showed meanwhile. */
  readonly faults: readonly string[];
  /** From the fault until frames were answered again, milliseconds. */
  readonly totalMs: number;
  /** Part of it in which the engine was being started: on a software adapter, mostly compiled. */
  readonly startingMs: number;
}

/**
 * Puts a fault into a kiosk that counts, and watches it from within the page until it counts again, told by a fault and then an answer.
 */
export async function recoveryFrom(page: Page, inject: () => Promise<unknown>): Promise<Recovered> {
  await waitUntilCounting(page);
  const watching = page.evaluate(async (): Promise<Recovered> => {
    const faults = new Set<string>();
    const startMs = performance.now();
    let [startingMs, lastMs] = [0, startMs];
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const { engine, source, live } = (window as unknown as DebugWindow).vestibule.snapshot();
      const nowMs = performance.now();
      if (engine.status === 'starting') startingMs += nowMs - lastMs;
      lastMs = nowMs;
      const fault = engine.message ?? source.fault?.detail;
      if (fault !== undefined) faults.add(fault);
      const counts = engine.status === 'running' && source.status === 'running' && live !== undefined;
      if (faults.size > 0 && counts) return { faults: [...faults], totalMs: nowMs - startMs, startingMs };
    }
  });
  await inject();
  return watching;
}

/** Watches the engine from within the page until frames are answered on `tier`; the statuses that it had meanwhile. */
export function statusesUntil(page: Page, tier: string): Promise<readonly string[]> {
  return page.evaluate(async (wanted) => {
    const statuses = new Set<string>();
    for (;;) {
      const { engine } = (window as unknown as DebugWindow).vestibule.snapshot();
      statuses.add(engine.status);
      if (engine.report?.tier === wanted && engine.performance !== undefined) return [...statuses];
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }, tier);
}

/** Takes hold of the device of the running engine with its next frame, and does something to it. */
export async function withDevice(worker: Worker, act: (device: GPUDevice) => void): Promise<void> {
  const device = await worker.evaluateHandle(
    () =>
      new Promise<GPUDevice>((resolve) => {
        const { createCommandEncoder } = GPUDevice.prototype;
        GPUDevice.prototype.createCommandEncoder = function (this: GPUDevice, ...given) {
          GPUDevice.prototype.createCommandEncoder = createCommandEncoder;
          resolve(this);
          return createCommandEncoder.apply(this, given);
        };
      }),
  );
  await device.evaluate(act);
}

/** Ends the browser's process for graphics, as a driver that crashes does. */
export async function crashGraphics(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await session.detach();
}
