import { expect, test } from '@playwright/test';
import { serveApp, type AppServer } from './app-server.ts';
import { waitForControl, waitForEntries } from './kiosk.ts';

let app: AppServer;
test.beforeAll(async () => {
  app = await serveApp(4181);
});
test.afterAll(() => app.stop());

test('the demo is counted, and no request leaves the origin', async ({ page, context }) => {
  const asked: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));

  await page.goto(`${app.address}?source=demo&debug`);
  await waitForControl(page);
  await waitForEntries(page, 1);

  expect(asked.filter((address) => address.endsWith('.tflite')).length).toBeGreaterThan(0);
  const strangers = asked.filter(
    (address) => !address.startsWith('data:') && new URL(address).origin !== new URL(app.address).origin,
  );
  expect(strangers).toEqual([]);
});
