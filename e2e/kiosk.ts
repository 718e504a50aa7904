import { expect, type Page } from '@playwright/test';

/** What `?debug` puts on the page's window, as far as the tests read it. */
interface DebugWindow {
  readonly vestibule?: {
    snapshot(): {
      readonly today: { readonly totals: { readonly entries: number } } | undefined;
      readonly engine: { readonly report?: RunningEngine };
    };
  };
}

/** What is read of an engine's report. */
export interface RunningEngine {
  readonly tier: string;
  readonly adapter: string;
  readonly passedOver: readonly { readonly tier: string; readonly reason: string }[];
}

/** Today's entries as the kiosk knows them; -1 while it is still starting. */
export function entriesToday(page: Page): Promise<number> {
  return page.evaluate(
    () => (window as unknown as DebugWindow).vestibule?.snapshot().today?.totals.entries ?? -1,
  );
}

/** What computes, once the engine runs. */
export async function runningEngine(page: Page): Promise<RunningEngine> {
  const report = await page.waitForFunction(
    () => (window as unknown as DebugWindow).vestibule?.snapshot().engine.report,
    undefined,
    { timeout: 120_000 },
  );
  const running = await report.jsonValue();
  if (running === undefined) throw new Error('the engine has no report');
  return running;
}

/** Waits until the kiosk has counted at least `entries` people today, and answers how many. */
export async function waitForEntries(page: Page, entries: number): Promise<number> {
  await expect
    .poll(() => entriesToday(page), { message: `at least ${entries} counted`, intervals: [500] })
    .toBeGreaterThanOrEqual(entries);
  return entriesToday(page);
}

/** Waits until the service worker has every file and answers for the page. */
export async function waitForControl(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, {
    timeout: 60_000,
  });
}

/** What the browser refused on the page and in its workers from now on, in its own words. */
export function watchRefusals(page: Page): readonly string[] {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted|violates/i.test(message.text())) refused.push(message.text());
  });
  page.on('pageerror', (error) => refused.push(error.message));
  return refused;
}
