import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import {
  runCollector,
  runCollectorWith,
  startCollector,
  type CollectorProcess,
} from '../collector/testing/process.testing.ts';
import { waitForControl } from './kiosk.ts';

const PASSWORD = 'correct horse battery';

let collector: CollectorProcess;
let data: string;

test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'vestibule-'));
  await runCollectorWith(PASSWORD, 'password', '--data', data);
  collector = await startCollector(data, '--kiosk', 'dist');
});
test.afterAll(async () => {
  collector.kill('SIGKILL');
  await collector.ended;
  rmSync(data, { recursive: true });
});

async function signIn(page: Page): Promise<void> {
  await page.goto(`${collector.url}/admin/`);
  await page.getByLabel('Password').fill('something else');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('That is not the password.');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No kiosk yet' })).toBeVisible();
}

/** Makes a code on the page, and answers it. */
async function makeCode(page: Page, name: string): Promise<string> {
  await page.getByRole('link', { name: 'New kiosk' }).click();
  await page.getByLabel('What shall it be called?').fill(name);
  await page.getByRole('button', { name: 'Make a code' }).click();
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible();
  return (await page.locator('.typed code').last().textContent()) ?? '';
}

test('a code from the fleet page enrols a kiosk by its link, which is seen there and revoked', async ({
  page,
}) => {
  await signIn(page);
  const code = await makeCode(page, 'East door');

  // What the picture holds, as `collector/admin/pages.test.ts` reads it.
  const link = new URLSearchParams({ collector: collector.url, code });
  await page.goto(`${collector.url}/?tier=wasm&source=demo#/status?${link.toString()}`);
  await expect(page.getByLabel('One-time code')).toHaveValue(code);
  expect(page.url()).toMatch(/#\/status$/);
  await page.getByRole('button', { name: 'Enrol this kiosk' }).click();
  await expect(page.getByText('East door')).toBeVisible();
  await waitForControl(page);
  const answered = page.locator('.collector dl > div').filter({ hasText: 'Last answer' });
  await expect(answered).toContainText(/\d:\d\d/);

  // The kiosk's service worker answers for its own pages only.
  await page.goto(`${collector.url}/admin/`);
  await expect(page.getByRole('row', { name: /^East door Sending just now/ })).toBeVisible();
  await page.getByRole('link', { name: 'Revoke East door…' }).click();
  await page.getByRole('button', { name: 'Revoke it' }).click();
  await expect(page.getByRole('status')).toContainText('East door is revoked');
  await expect(page.getByRole('row', { name: /^East door Revoked/ })).toBeVisible();
  expect((await runCollector('kiosks', '--data', data)).stdout).toContain('revoked');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto(`${collector.url}/admin/coverage`);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
