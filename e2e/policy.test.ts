import { expect, test } from '@playwright/test';
import { serveApp, type AppServer } from './app-server.ts';
import { runningEngine, waitForEntries, watchRefusals } from './kiosk.ts';

let app: AppServer;
test.beforeAll(async () => {
  app = await serveApp(4191);
});
test.afterAll(() => app.stop());

// With our own kernels: `demo.test.ts`.
test('the app as a whole keeps to its own policy', async ({ page }) => {
  const refused = watchRefusals(page);
  await page.goto(`${app.address}?source=demo&tier=wasm&debug`);
  expect((await runningEngine(page)).tier).toBe('wasm');
  await waitForEntries(page, 1);
  for (const name of ['review', 'status']) {
    await page.goto(`${app.address}?source=demo&tier=wasm&debug#/${name}`);
    await expect(page.locator('h1').last()).toBeVisible();
  }
  expect(refused).toEqual([]);
});

/** Tries that an intruder on the page would make; each must throw or stay without effect. */
const TRIES: Readonly<Record<string, () => unknown>> = {
  // Later, since the browser's tools, which run this, may do what the page may not.
  'text as code': () =>
    new Promise((resolve, reject) => {
      setTimeout(() => {
        try {
          resolve(Reflect.construct(Function, ['return 1']));
        } catch (error) {
          // Expected: the policy refuses.
          reject(error);
        }
      });
    }),
  'text as a handler': () => document.body.setAttribute('onclick', 'intruded = true'),
  'text as markup': () => Reflect.set(document.createElement('div'), 'innerHTML', '<b>x</b>'),
  'a worker from elsewhere': () => new Worker('https://example.org/worker.js'),
  'a worker from text': () => new Worker(URL.createObjectURL(new Blob(['1']))),
  'a second policy': () =>
    (
      Reflect.get(globalThis, 'trustedTypes') as { createPolicy(name: string, rules: object): unknown }
    ).createPolicy('x', {}),
};

for (const [name, intrude] of Object.entries(TRIES))
  test(`${name} is refused on the page`, async ({ page }) => {
    await page.goto(`${app.address}?source=demo`);
    await expect(page.evaluate(intrude)).rejects.toThrow(/policy|Trusted/i);
  });

test('a script that is written into the page does not run', async ({ page }) => {
  await page.goto(`${app.address}?source=demo`);
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.append('window.intruded = true');
    document.head.append(script);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return 'intruded' in window;
  });
  expect(ran).toBe(false);
});

test('nothing is sent in clear text to another machine, nor is a page shown inside another', async ({
  page,
}) => {
  await page.goto(`${app.address}?source=demo`);
  const directive = await page.evaluate(
    () =>
      new Promise((resolve) => {
        addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
        // Refused, which the event tells; whether anybody is there does not matter.
        fetch('http://192.0.2.1/').catch(() => undefined);
      }),
  );
  expect(directive).toBe('connect-src');
  const { headers } = await fetch(app.address);
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});
