import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { SetAside } from '../../domain/set-aside.ts';
import { DEFAULT_SETTINGS } from '../../domain/settings.ts';
import type { StoreState } from '../../state/snapshot.ts';
import { countingSnapshot, mountApp, settled, type MountedApp } from '../harness.testing.ts';
import './status-view.ts';

let mounted: MountedApp;

beforeEach(() => page.viewport(1280, 800));
afterEach(() => mounted.dispose());

async function show(change: Partial<StoreState> = {}): Promise<void> {
  mounted = await mountApp(
    countingSnapshot({ store: { ...countingSnapshot().store, ...change } }),
    '#/status',
  );
  await expect.poll(() => mounted.app.renderRoot.querySelector('status-view')?.shadowRoot).toBeTruthy();
  await settled(mounted.app);
}

function said(): string {
  const section = mounted.app.renderRoot.querySelector('status-view')?.shadowRoot?.querySelector('.storage');
  return section?.textContent.replaceAll(/\s+/g, ' ') ?? '';
}

const LEFT: SetAside = {
  databases: [
    {
      name: 'vestibule',
      atMs: new Date(2026, 10, 24, 9, 5).getTime(),
      reason: 'UnknownError: it is damaged.',
    },
  ],
  records: 1_200,
  recordsMs: new Date(2026, 10, 23, 8).getTime(),
  lostMs: new Date(2026, 10, 22, 7).getTime(),
};

test('where nothing was set aside, nothing is said of it', async () => {
  await show();
  expect(said()).not.toContain('could not be read');
  expect(said()).toContain('On this device');
});

test('what was set aside is told with when and why, can be downloaded, and is deleted in two steps', async () => {
  await show({ setAside: LEFT });
  expect(said()).toContain(
    'Database “vestibule”, not used since Tuesday 24 November 2026, 09:05. UnknownError: it is damaged.',
  );
  expect(said()).toContain('1,200 damaged records, found from Monday 23 November 2026, 08:00 on');
  expect(said()).toContain('The earlier totals were gone on Sunday 22 November 2026, 07:00');
  await page.getByRole('button', { name: 'Download what can be read' }).click();
  const forGood = page.getByRole('button', { name: 'Delete it for good' });
  await expect.element(forGood).not.toBeInTheDocument();
  await page.getByText('Delete what was set aside').click();
  await expect.element(page.getByText(/this cannot be undone/)).toBeVisible();
  await forGood.click();
  expect(mounted.intents).toEqual([{ type: 'download-set-aside' }, { type: 'delete-set-aside' }]);
});

test('a window that looks on offers nothing that it cannot do', async () => {
  await show({ role: 'viewer', setAside: LEFT });
  await expect.element(page.getByRole('button', { name: /Download what/ })).not.toBeInTheDocument();
  await expect.element(page.getByRole('combobox', { name: /Sent totals stay/ })).not.toBeInTheDocument();
});

test('totals in memory and a room that is almost used up are said', async () => {
  await show({ inMemory: true, usageBytes: 81e6, quotaBytes: 100e6 });
  expect(said()).toContain('In memory: lost when this page is closed');
  expect(said()).toContain('100 MB, almost used up: free some space on this device');
});

test('how long sent totals stay is a choice', async () => {
  await show();
  const choice = page.getByRole('combobox', { name: 'Sent totals stay on this device for' });
  await expect.element(choice).toHaveValue('400');
  await choice.selectOptions('31 days');
  await mounted.write({ settings: { ...DEFAULT_SETTINGS, retentionDays: 31 } });
  await expect.element(choice).toHaveValue('31');
  expect(mounted.intents).toEqual([{ type: 'change-settings', change: { retentionDays: 31 } }]);
});
