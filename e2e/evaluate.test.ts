import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { root } from '../scripts/repository.ts';
import { serveApp, type AppServer } from './app-server.ts';
import { runningEngine, watchRefusals } from './kiosk.ts';
import { judgeKept } from './privacy/judge.ts';
import { readEverything } from './privacy/read-everything.ts';

const faces = join(root, 'public', 'demo');
const ownWeights = join(root, 'fixtures', 'keras', 'mini-xception.hdf5');
let folder: string;
let app: AppServer;
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evaluate-e2e-'));
  app = await serveApp(4198);
});
test.afterAll(async () => {
  rmSync(folder, { recursive: true });
  await app.stop();
});

/** A table of all composite faces; `third` is the label of the third row. */
function tableOf(name: string, third?: string): string {
  const rows = readdirSync(faces).map(
    (file, index) => `${file},${index === 2 && third !== undefined ? third : file.split('-')[0]}`,
  );
  const path = join(folder, name);
  writeFileSync(path, ['file,label', ...rows, 'gone.webp,man'].join('\n'));
  return path;
}

async function choose(
  page: Page,
  kind: 'webkitdirectory' | 'accept*="mat"' | 'accept*="h5"',
  path: string,
): Promise<void> {
  await page.locator(`lab-evaluate input[${kind}]`).setInputFiles(path);
}

/** Drops a folder of the disk, as from a file manager: the browser itself makes the entries that the page reads. */
async function drop(page: Page, path: string): Promise<void> {
  const debugging = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await debugging.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data });
  await debugging.detach();
}

test('a person’s own pictures and weights are evaluated, and nothing of it is kept until the weights are made to count', async ({
  page,
}) => {
  const refusals = watchRefusals(page);
  await page.goto(`${app.address}?source=demo&debug`);
  expect((await runningEngine(page)).tier).toBe('wasm');
  const workers = page.workers().length;
  await page.goto(`${app.address}?source=demo&debug#/lab/evaluate`);
  const evaluate = page.getByRole('button', { name: 'Evaluate', exact: true });
  await evaluate.waitFor();
  await drop(page, join(root, 'fixtures'));
  await expect(page.getByText(/^fixtures: \d+ files/)).toBeVisible();
  await choose(page, 'webkitdirectory', faces);
  await expect(page.getByText('demo: 60 files')).toBeVisible();
  await choose(page, 'accept*="mat"', tableOf('wrong.csv', 'boy'));

  await evaluate.click();
  await expect(page.getByRole('alert')).toHaveText(
    'wrong.csv, line 4, column label: expected woman or man, found "boy"',
  );

  // Models take long enough to start to be stopped meanwhile.
  await page.getByRole('radio', { name: /^Aligned crops/ }).check();
  await choose(page, 'accept*="mat"', tableOf('right.csv'));
  await evaluate.click();
  await page.getByText('Starting the models').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(evaluate).toBeEnabled();
  await expect.poll(() => page.workers().length, 'workers once it was cancelled').toBe(workers);

  await page.getByRole('checkbox', { name: /^9-layer/ }).uncheck();
  await choose(page, 'accept*="h5"', ownWeights);
  await evaluate.click();
  await expect(page.getByRole('row', { name: 'faces 60 60' })).toBeVisible();
  // The file has the shipped network's numbers.
  await expect(page.getByRole('row', { name: /^right (\S+ %) \1$/ })).toBeVisible();
  await page.locator('summary').first().click();
  await expect(page.getByRole('row', { name: 'left out: not in the folder (gone.webp) 1' })).toBeVisible();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the report' }).click();
  const report = readFileSync(await (await saving).path(), 'utf8');
  expect(report).toContain('How often 2 models are right');
  expect(judgeKept(await readEverything(page), join(root, 'dist')), 'what was kept').toEqual([]);

  await page.getByRole('button', { name: 'Use these weights' }).click();
  await page.getByRole('button', { name: 'Count with them' }).click();
  await expect(page.getByText('The kiosk counts with mini-xception.hdf5.')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Status' }).click();
  await expect(page.getByText(/^own-mini-xception@[0-9a-f]{8}$/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^own-mini-xception@[0-9a-f]{8}$/)).toBeVisible();
  await page.getByText('Back to the shipped model').click();
  await page.getByRole('button', { name: 'Count with the shipped model' }).click();
  await expect(page.getByText('mini-xception@1.0.0', { exact: true })).toBeVisible();
  expect(judgeKept(await readEverything(page), join(root, 'dist')), 'what is left').toEqual([]);
  expect(refusals).toEqual([]);
});
