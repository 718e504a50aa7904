import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { initialSnapshot } from '../../state/snapshot.ts';
import { countingSnapshot, mountApp, settled, type MountedApp } from '../harness.testing.ts';
import './status-view.ts';

let mounted: MountedApp;

beforeEach(() => page.viewport(1280, 800));
afterEach(() => mounted.dispose());

/** A window that looks on while another one counts the demo, as it is after its first second. */
async function lookOn(hash: string): Promise<void> {
  mounted = await mountApp(
    {
      ...initialSnapshot('0.1.0', 'demo'),
      cameras: ['front', 'usb'].map((deviceId) => ({ deviceId, label: deviceId })),
      today: countingSnapshot().today,
      store: { ...countingSnapshot().store, role: 'viewer' },
      offline: 'ready',
    },
    hash,
  );
  await settled(mounted.app);
}

function said(group: string): string {
  const root = mounted.app.renderRoot.querySelector('status-view')?.shadowRoot;
  return root?.querySelector(`.${group}`)?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';
}

test('a window that looks on says which window has engine, camera and settings, and offers nothing that it cannot do', async () => {
  await lookOn('#/status');
  await expect.poll(() => said('engine')).toBe('Engine Condition The window that counts has it');
  expect(said('camera')).toBe('Camera Kind Demo Condition The window that counts has it');
  expect(said('settings')).toBe('Settings Condition The window that counts has them');
  for (const role of ['button', 'combobox', 'radio'] as const)
    expect(page.getByRole(role).elements(), role).toEqual([]);
  expect(page.getByLabelText('Open a video file').elements()).toEqual([]);
});

test('beside the totals it has no way to another source either', async () => {
  await lookOn('#/');
  await expect.element(page.getByText('Demo', { exact: true })).toBeVisible();
  expect(page.getByRole('button').elements()).toEqual([]);
});
