import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { SourceFaultKind, SourceKind } from '../../domain/source.ts';
import type { Snapshot } from '../../state/snapshot.ts';
import { NOW_MS } from '../day.testing.ts';
import { countingSnapshot, mountApp, type MountedApp } from '../harness.testing.ts';

let mounted: MountedApp;

function faulty(fault: SourceFaultKind, kind: SourceKind = 'camera', retryAtMs?: number): Partial<Snapshot> {
  return {
    live: undefined,
    source: { status: 'fault', kind, fault: { kind: fault, detail: 'NotAllowedError' }, retryAtMs },
  };
}

async function show(change: Partial<Snapshot>): Promise<void> {
  mounted = await mountApp(countingSnapshot(change));
}

const button = (name: string) => page.getByRole('button', { name, exact: true });

function panel(): string {
  const kiosk = mounted.app.renderRoot.querySelector('kiosk-view');
  const text = kiosk?.renderRoot.querySelector('fault-view')?.renderRoot.textContent ?? '';
  return text.replaceAll(/\s+/g, ' ');
}

afterEach(() => {
  vi.useRealTimers();
  mounted.dispose();
});

test.each<[SourceFaultKind, string, RegExp]>([
  ['denied', 'The camera is not allowed', /allow the camera/],
  ['absent', 'No camera is connected', /Connect a camera/],
  ['busy', 'The camera is in use', /Close other programs/],
  ['unplugged', 'The camera is gone', /Plug it in again/],
  ['stalled', 'The camera sends no picture', /Unplug it/],
  ['insecure', 'This address may not use a camera', /https address/],
])('%s: says what happened, what helps, and offers a new try and the demo', async (fault, title, help) => {
  await show(faulty(fault));
  await expect.element(page.getByRole('heading', { name: title })).toBeVisible();
  await expect.element(page.getByRole('alert')).toHaveTextContent(title);
  expect(panel()).toMatch(help);
  expect(panel()).toContain('Detail: NotAllowedError');
  await button('Try again').click();
  await button('Show the demo').click();
  expect(mounted.intents).toEqual([{ type: 'retry-source' }, { type: 'use-source', kind: 'demo' }]);
  await expect.element(page.getByText('Not counting')).toBeVisible();
});

test('a file that cannot be played leads to the camera and the demo; another try would not help', async () => {
  await show(faulty('unreadable', 'file'));
  await expect.element(page.getByRole('heading', { name: 'This video cannot be played' })).toBeVisible();
  await expect.element(button('Try again')).not.toBeInTheDocument();
  await button('Use the camera').click();
  expect(mounted.intents).toEqual([{ type: 'use-source', kind: 'camera' }]);
});

test('where there are several cameras, another one can be chosen', async () => {
  const cameras = [
    { deviceId: 'front', label: 'Front camera' },
    { deviceId: 'usb', label: '' },
  ];
  await show({ ...faulty('busy'), cameras });
  await page.getByRole('combobox', { name: 'Choose a camera' }).selectOptions('Camera 2');
  expect(mounted.intents).toEqual([{ type: 'change-settings', change: { cameraDeviceId: 'usb' } }]);
});

test('with one camera there is no choice', async () => {
  await show({ ...faulty('busy'), cameras: [{ deviceId: 'front', label: 'Front camera' }] });
  await expect.element(button('Try again')).toBeVisible();
  await expect.element(page.getByRole('combobox')).not.toBeInTheDocument();
});

test('the wait until the next try by itself is counted down', async () => {
  vi.useFakeTimers({ now: NOW_MS, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  await show(faulty('absent', 'camera', NOW_MS + 3000));
  expect(panel()).toContain('Tries again by itself in 3 s.');
  await vi.advanceTimersByTimeAsync(1000);
  expect(panel()).toContain('Tries again by itself in 2 s.');
  await vi.advanceTimersByTimeAsync(2000);
  expect(panel()).toContain('Trying again now…');
});

test('without a next try there is no countdown', async () => {
  await show(faulty('denied'));
  expect(panel()).not.toMatch(/by itself|now…/);
});

test('a device without an engine says that it does not count, and what would help', async () => {
  const engine = { status: 'fault', message: 'This browser has no WebGPU.', retryAtMs: undefined } as const;
  await show({ engine });
  await expect.element(page.getByRole('heading', { name: 'This device does not count' })).toBeVisible();
  expect(panel()).toMatch(/nobody is counted now\. This browser has no WebGPU\..*Chrome or Edge/);
  await button('Try again').click();
  expect(mounted.intents).toEqual([{ type: 'retry-engine' }]);
});

test('without an engine, a camera that also fails is not what to mend first', async () => {
  const engine = { status: 'fault', message: 'No WebGPU.', retryAtMs: undefined } as const;
  await show({ ...faulty('denied'), engine });
  expect(panel()).toContain('This device does not count');
  expect(panel()).not.toContain('The camera is not allowed');
});
