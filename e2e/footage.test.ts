import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { root } from '../scripts/repository.ts';
import { serveApp, type AppServer } from './app-server.ts';
import { fakeCamera } from './fake-camera.ts';
import { waitForControl, waitForEntries } from './kiosk.ts';
import { slowedClip, writeWalkingClip } from './walking-clip.ts';

const footage = join(root, '..', 'shared', 'data', 'clips', 'walking-and-pause.y4m');
const folder = join(root, '.cache', 'e2e');
const clip = join(folder, 'camera.y4m');

test.use(fakeCamera(clip));

let app: AppServer;
test.beforeAll(async () => {
  app = await serveApp(4184);
});
test.afterAll(() => app.stop());

test('people before a camera are counted, with and then without a server', async ({ page }) => {
  test.setTimeout(900_000);
  mkdirSync(folder, { recursive: true });
  if (existsSync(footage)) {
    writeFileSync(clip, slowedClip(readFileSync(footage)));
  } else {
    console.log('no footage in ../shared: the camera shows composite faces instead');
    // Any page of the origin will do, but not the app: it would open the camera before there is a clip.
    await page.goto(`${app.address}models/mini-xception.json`);
    await writeWalkingClip(page, clip);
  }

  await page.goto(`${app.address}?debug`);
  await waitForControl(page);
  const before = await waitForEntries(page, 3);

  await app.stop();
  await expect(fetch(app.address)).rejects.toThrow();
  await page.reload();
  await waitForEntries(page, before);
  await waitForEntries(page, before + 1);
});
