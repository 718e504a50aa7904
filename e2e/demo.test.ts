import { expect, test, type Page } from '@playwright/test';
import { serveApp, type AppServer } from './app-server.ts';
import { runningEngine, waitForControl, waitForEntries, watchRefusals } from './kiosk.ts';

let app: AppServer;
test.beforeAll(async () => {
  app = await serveApp(4181);
});
test.afterAll(() => app.stop());

/** Every address that the page, its workers and its service worker ask for from now on. */
function watchRequests(page: Page): readonly string[] {
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  return asked;
}

test('the demo is counted on the processor where no graphics hardware is, and no request leaves the origin', async ({
  page,
}) => {
  const asked = watchRequests(page);
  // Not asked for: there is no camera, and whoever tries the kiosk on their own machine gets the demo.
  await page.goto(`${app.address}?debug`);
  const { tier, adapter } = await runningEngine(page);
  expect(tier).toBe('wasm');
  // The server isolates the page, so that threads are there: in a worker of a worker, from the minified build.
  expect(adapter).toContain('threads:');
  await waitForControl(page);
  await waitForEntries(page, 1);

  expect(asked.filter((address) => address.endsWith('.tflite')).length).toBeGreaterThan(0);
  const strangers = asked.filter(
    (address) => !/^(data|blob):/.test(address) && new URL(address).origin !== new URL(app.address).origin,
  );
  expect(strangers).toEqual([]);
});

test.describe('without a service worker, which fetches every file to keep it', () => {
  test.use({ serviceWorkers: 'block' });

  test('our own kernels count the demo when they are asked for, within the policy and without TensorFlow.js', async ({
    page,
  }) => {
    const asked = watchRequests(page);
    const refused = watchRefusals(page);
    await page.goto(`${app.address}?source=demo&tier=wgsl&debug`);
    expect((await runningEngine(page)).tier).toBe('wgsl');
    await waitForEntries(page, 1);
    expect(asked.filter((address) => /worker-[^/]*\.js$/.test(address))).toHaveLength(1);
    expect(asked.filter((address) => /wasm|webgl|webgpu|fallback/.test(address))).toEqual([]);
    expect(refused).toEqual([]);
  });

  test('a policy that forbids workers of workers costs the threads, not the engine', async ({ page }) => {
    await page.route('**/worker-*.js', async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-security-policy': "worker-src 'self'" };
      await route.fulfill({ response, headers });
    });
    await page.goto(`${app.address}?source=demo&debug`);
    const { tier, adapter } = await runningEngine(page);
    expect(tier).toBe('wasm');
    expect(adapter).toContain('no threads');
  });
});
