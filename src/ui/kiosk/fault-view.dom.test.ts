import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { SourceFaultKind, SourceKind } from '../../domain/source.ts';
import type { Snapshot } from '../../state/snapshot.ts';
import { NOW_MS } from '../day.testing.ts';
import { countingSnapshot, focusedElement, mountApp, type MountedApp } from '../harness.testing.ts';

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

const OPENING = { source: { status: 'opening', kind: 'camera' } } as const;
const heading = (name: string) => page.getByRole('heading', { name, exact: true });

test('a try by itself leaves the words, the focus and what is open where they are, and alerts nobody again', async () => {
  const cameras = ['front', 'usb'].map((deviceId) => ({ deviceId, label: deviceId }));
  await show({ ...faulty('busy', 'camera', Date.now() + 5_000), cameras });
  const [alert, list] = [page.getByRole('alert').element(), page.getByRole('combobox').element()];
  (list as HTMLElement).focus();
  const changes: MutationRecord[] = [];
  const observer = new MutationObserver((records) => changes.push(...records));
  observer.observe(alert, { childList: true, characterData: true, subtree: true });
  for (let tries = 0; tries < 2; tries++) {
    await mounted.write(OPENING);
    await expect.poll(panel).toMatch(/The camera is in use.*Trying again now…/);
    await mounted.write(faulty('busy', 'camera', Date.now() + 5_000));
    await expect.poll(panel).toContain('Tries again by itself in');
  }
  changes.push(...observer.takeRecords());
  expect(changes).toEqual([]);
  expect(page.getByRole('alert').element()).toBe(alert);
  expect(focusedElement()).toBe(list);
});

test('another fault is said, and what runs ends the words', async () => {
  await show(faulty('busy'));
  await mounted.write(OPENING);
  await mounted.write(faulty('absent'));
  await expect.element(page.getByRole('alert')).toHaveTextContent('No camera is connected');
  await mounted.write({ source: countingSnapshot().source });
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  await mounted.write(OPENING);
  await expect.element(heading('Starting')).toBeVisible();
});

test('an engine that is started again keeps its words, before those of a camera', async () => {
  const engine = { status: 'fault', message: 'The device was lost.', retryAtMs: undefined } as const;
  await show({ engine });
  await mounted.write({ engine: { status: 'starting' }, ...faulty('busy') });
  await expect.poll(panel).toMatch(/The device was lost\..*Trying again now…/);
  await mounted.write({ engine: countingSnapshot().engine, ...OPENING });
  await expect.poll(panel).toMatch(/The camera is in use.*Trying again now…/);
});

test('a fault of one source is not said of another, nor by a window that only looks on', async () => {
  await show(faulty('busy'));
  await mounted.write({ source: { status: 'opening', kind: 'demo' } });
  await expect.element(heading('Starting')).toBeVisible();
  await mounted.write(faulty('busy'));
  const store = { ...countingSnapshot().store, role: 'viewer' } as const;
  await mounted.write({ ...OPENING, store });
  await expect.element(heading('Another window is counting')).toBeVisible();
});
