import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { Snapshot } from '../../state/snapshot.ts';
import { bucketAt, dayOf, NOW_MS } from '../day.testing.ts';
import { countingSnapshot, greyPicture, mountApp, personAt, type MountedApp } from '../harness.testing.ts';

let mounted: MountedApp;

async function show(change: Partial<Snapshot> = {}): Promise<Element> {
  mounted = await mountApp(countingSnapshot(change));
  const view = mounted.app.renderRoot.querySelector('kiosk-view');
  if (view === null) throw new Error('no kiosk');
  return view;
}

function words(selector: string): string | undefined {
  const found = mounted.app.renderRoot.querySelector('kiosk-view')?.renderRoot.querySelector(selector);
  return found?.textContent.replaceAll(/\s+/g, ' ').trim();
}

const announced = (): string | undefined => words('[role=status]');

const running = countingSnapshot().engine;
if (running.status !== 'running') throw new Error('the harness counts');
const software = { ...running, report: { ...running.report, softwareAdapter: true } };
const onWasm = { ...running, report: { ...running.report, tier: 'wasm' } } as const;
const noSource = { source: { status: 'opening', kind: 'camera' }, engine: { status: 'starting' } } as const;

beforeEach(() => void vi.setSystemTime(NOW_MS));

afterEach(() => {
  vi.useRealTimers();
  mounted.dispose();
});

test('a counting kiosk shows the total, the split, who is in view, the privacy notice, time and source', async () => {
  const person = personAt(1, 'woman', [100, 100, 80, 80]);
  await show({
    today: dayOf([bucketAt(9, { woman: 700, man: 500, undetermined: 84 })]),
    live: { frameSize: { width: 960, height: 540 }, people: [person], presentNow: 2 },
  });
  await expect.element(page.getByRole('heading', { name: 'Counted today' })).toBeVisible();
  expect(words('.number')).toBe('1,284');
  expect(words('.split')).toBe('Look like women 700 Look like men 500 Can’t tell 84');
  expect(words('.in-view')).toBe('In view now: 2');
  expect(words('.notice')).toBe('This counter keeps numbers only. No picture is stored or sent.');
  expect(words('.clock')).toBe('Tuesday 24 November 14:32');
  expect(words('.status-line')).toBe('Counting Front camera');
  await expect.element(page.getByText('looks like a woman', { exact: true })).toBeVisible();
});

test('nothing on the screen says what people are', async () => {
  const people = [personAt(1, 'woman', [100, 100, 80, 80]), personAt(2, 'man', [400, 100, 80, 80])];
  const view = await show({ live: { frameSize: { width: 960, height: 540 }, people, presentNow: 2 } });
  const picture = view.shadowRoot?.querySelector('live-picture');
  await expect.poll(() => picture?.shadowRoot?.querySelectorAll('.label').length).toBe(2);
  const all = `${view.shadowRoot?.textContent} ${picture?.shadowRoot?.textContent}`;
  expect(all.replaceAll(/looks? like (a )?(women|men|woman|man)/gi, '')).not.toMatch(
    /\b(wo)?m[ae]n\b|gender/i,
  );
});

test('a day on which nobody came yet says that the kiosk is ready', async () => {
  await show({ today: dayOf([]) });
  expect(words('.number')).toBe('0');
  expect(words('.in-view')).toBe('Ready. Nobody has been counted yet today.');
});

test('a total that is not known yet is not zero, and a kiosk that does not count is not ready', async () => {
  await show({ ...noSource, today: undefined, live: undefined });
  expect(words('.number')).toBe('–');
  expect(words('.split')).toBe('Look like women – Look like men – Can’t tell –');
  expect(words('.totals')).not.toContain('Ready');
});

test('while it starts, it says what is being prepared and how far it is', async () => {
  await show({ ...noSource, today: undefined, live: undefined });
  await expect.element(page.getByRole('heading', { name: 'Starting' })).toBeVisible();
  const progress = page.getByRole('progressbar', { name: 'Starting' });
  expect(progress.element()).toMatchObject({ value: 0, max: 3 });
  expect(words('.steps')).toContain('Opening the camera: in progress');

  await mounted.write({ source: countingSnapshot().source });
  expect(progress.element()).toMatchObject({ value: 1, max: 3 });
  expect(words('.steps')).toContain('Opening the camera: ready');
  await mounted.write({ engine: running, today: dayOf([]) });
  await expect.element(progress).not.toBeInTheDocument();
});

test.each<[string, Partial<Snapshot>, string]>([
  ['no network', { online: false }, 'No network, and none needed'],
  ['a software adapter', { engine: software }, 'Slow: no graphics hardware'],
  ['a lower rung', { engine: onWasm }, 'Computed by TensorFlow.js on the processor (WebAssembly)'],
  ['an update', { offline: 'update-waiting' }, 'An update is ready'],
  [
    'a store that cannot write',
    { store: { ...countingSnapshot().store, fault: 'The disk is full.' } },
    'Counts wait in memory: The disk is full.',
  ],
  [
    'no place for totals at all',
    { store: { ...countingSnapshot().store, inMemory: true, fault: 'UnknownError.' } },
    'Do not close this page: its totals would be lost, because no place to keep them opens. UnknownError.',
  ],
  [
    'something that the store did not do, which keeps no count waiting,',
    { store: { ...countingSnapshot().store, refusal: 'The settings could not be stored.' } },
    'Front camera The settings could not be stored.',
  ],
  [
    'a newer version in another window',
    { store: { ...countingSnapshot().store, role: 'viewer', fault: 'A newer version counts.' } },
    'Front camera A newer version counts.',
  ],
  [
    'a store that is almost full',
    { store: { ...countingSnapshot().store, usageBytes: 81, quotaBytes: 100 } },
    'The room for totals is almost used up.',
  ],
  [
    'totals that were set aside',
    {
      store: {
        ...countingSnapshot().store,
        setAside: { databases: [], records: 1, recordsMs: undefined, lostMs: undefined },
      },
    },
    'Some totals were lost or could not be read',
  ],
  [
    'a wrong clock',
    { clock: { isWrong: true, undated: 3 } },
    'The clock is wrong: who is counted waits for the right time',
  ],
  [
    'another tab that counts',
    { store: { ...countingSnapshot().store, role: 'viewer' } },
    'Another window of this device counts; this one looks on.',
  ],
])('%s is worth a quiet word', async (_name, change, expected) => {
  await show();
  expect(words('.status-line')).not.toContain(expected);
  await mounted.write(change);
  expect(words('.status-line')).toContain(expected);
});

test('a tab that looks on says which window counts, in place of an endless start', async () => {
  await show({ ...noSource, live: undefined, store: { ...countingSnapshot().store, role: 'viewer' } });
  await expect.element(page.getByRole('heading', { name: 'Another window is counting' })).toBeVisible();
  expect(words('.number')).toBe('24');
});

test('a store that does not open is said in place of an endless start', async () => {
  const store = {
    ...countingSnapshot().store,
    role: 'opening',
    fault: 'It is newer than this app.',
  } as const;
  await show({ ...noSource, live: undefined, today: undefined, store });
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent(/cannot be opened yet.*It is newer than this app/);
});

test.each([
  ['demo', 'Demo'],
  ['file', 'Recorded video'],
] as const)('a %s is plainly not the camera, and a button leads back', async (kind, badge) => {
  await show({ source: { status: 'running', kind, label: 'lobby.mp4', picture: greyPicture(960, 540) } });
  await expect.element(page.getByText(badge, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Back to the camera' }).click();
  expect(mounted.intents).toEqual([{ type: 'use-source', kind: 'camera' }]);
});

test('before the camera, no button speaks of another source', async () => {
  await show();
  expect(page.getByRole('button').elements()).toEqual([]);
});

test('a screen reader hears a new total at once, then at most every ten seconds the newest', async () => {
  vi.useFakeTimers({ now: NOW_MS, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  const count = (woman: number): Promise<void> => mounted.write({ today: dayOf([bucketAt(9, { woman })]) });
  await show({ today: dayOf([bucketAt(9, { woman: 1 })]) });
  expect(announced()).toBe('');

  await count(2);
  await mounted.app.updateComplete;
  await vi.advanceTimersByTimeAsync(0);
  expect(announced()).toBe('2 counted today');
  await vi.advanceTimersByTimeAsync(4000);
  await count(3);
  await vi.advanceTimersByTimeAsync(3000);
  await count(4);
  await vi.advanceTimersByTimeAsync(2900);
  expect(announced()).toBe('2 counted today');
  await vi.advanceTimersByTimeAsync(200);
  expect(announced()).toBe('4 counted today');
});
