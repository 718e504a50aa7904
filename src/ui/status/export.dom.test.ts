import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ExportState, ExportWork } from '../../domain/export.ts';
import { countingSnapshot, focusedElement, mountApp, settled, type MountedApp } from '../harness.testing.ts';
import './status-view.ts';

let mounted: MountedApp;
beforeEach(() => page.viewport(1280, 800));
afterEach(() => mounted.dispose());

const IDLE: ExportState = {
  fingerprint: '7ZK3F-0A1B2-C3D4E-5F6G7',
  dueCount: 1_204,
  work: { status: 'idle' },
};

async function show(known: ExportState | undefined, hash = '#/status'): Promise<ParentNode> {
  mounted = await mountApp(countingSnapshot({ export: known }), hash);
  await expect.poll(() => mounted.app.renderRoot.querySelector('status-view')?.shadowRoot).toBeTruthy();
  await settled(mounted.app);
  const group = mounted.app.renderRoot.querySelector('status-view')?.shadowRoot?.querySelector('.export');
  if (!group) throw new Error('no group');
  return group;
}

function words(group: ParentNode, selector: string): string {
  const found = [...group.querySelectorAll(selector)].map((element) => element.textContent);
  return found.join(' | ').replaceAll(/\s+/g, ' ').trim();
}

function enabled(group: ParentNode): readonly boolean[] {
  return [...group.querySelectorAll<HTMLButtonElement>('button, input')].map(({ disabled }) => !disabled);
}

test('it says which key is this kiosk’s and how much waits, and asks for what a person wants', async () => {
  const group = await show(IDLE);
  expect(words(group, 'dd')).toBe('7ZK3F-0A1B2-C3D4E-5F6G7 | 1,204 slots');
  await page.getByRole('button', { name: 'Export what is not confirmed' }).click();
  const summary = [...group.querySelectorAll('summary')][0];
  summary?.focus();
  await userEvent.keyboard('{Enter}');
  await page.getByRole('button', { name: 'Export everything' }).click();
  const receipt = new File(['{}'], 'door.receipt.json');
  await userEvent.upload(page.getByLabelText('Read a receipt'), receipt);
  expect(mounted.intents).toMatchObject([
    { type: 'export', range: 'due' },
    { type: 'export', range: 'all' },
    { type: 'read-receipt', file: { name: 'door.receipt.json' } },
  ]);
});

const WORK: readonly (readonly [work: ExportWork, said: RegExp, enabled: readonly boolean[]])[] = [
  [{ status: 'exporting', doneCount: 0, totalCount: 0 }, /^Exporting…$/, [false, false, false]],
  [
    { status: 'reading-receipt', doneCount: 0, totalCount: 0 },
    /^Reading the receipt…$/,
    [false, false, false],
  ],
  [
    { status: 'exported', fileName: 'vestibule-main.json', bytes: 61_200, bucketCount: 96, atMs: 0 },
    /96 slots exported, 62 kB, as vestibule-main\.json/,
    [true, true, true],
  ],
  [
    { status: 'receipt-read', confirmedCount: 1, refusedCount: 2 },
    /The collector has 1 slot of this receipt\. It did not take 2 slots/,
    [true, true, true],
  ],
  [{ status: 'trouble', message: 'x.json: expected a receipt.' }, /^x\.json: expected/, [true, true, true]],
];

test.each(WORK)('work is said to a screen reader too: %o', async (work, said, buttons) => {
  const group = await show({ ...IDLE, work });
  expect(words(group, '[role=status]')).toMatch(said);
  expect(enabled(group)).toEqual(buttons);
});

test.each([
  ['exporting', 'Exporting…'],
  ['reading-receipt', 'Reading the receipt…'],
] as const)('how far it is stands beside what a screen reader hears once: %s', async (status, said) => {
  const group = await show({ ...IDLE, work: { status, doneCount: 0, totalCount: 0 } });
  const line = group.querySelector('[role=status]');
  for (const doneCount of [0, 500, 1_000]) {
    await mounted.write({ export: { ...IDLE, work: { status, doneCount, totalCount: 35_040 } } });
    expect(words(group, '[role=status]')).toBe(said);
    expect(words(group, '.progress')).toContain(`${doneCount.toLocaleString('en-GB')} of 35,040 slots`);
  }
  expect(group.querySelector('[role=status]')).toBe(line);
  expect(group.querySelector('[role=status] .progress')).toBeNull();
});

test('with nothing to export, only everything can be exported', async () => {
  const group = await show({ ...IDLE, dueCount: 0 });
  expect(words(group, 'dd')).toMatch(/\| Nothing$/);
  expect(enabled(group)).toEqual([false, true, true]);
});

test('where the browser cannot sign, nothing is offered that would fail', async () => {
  const group = await show({
    ...IDLE,
    fingerprint: undefined,
    work: { status: 'trouble', message: 'It cannot.' },
  });
  expect(words(group, 'dd')).toMatch(/^not known/);
  expect(enabled(group)).toEqual([false, false, false]);
});

test('where another window counts, that one exports', async () => {
  const group = await show(undefined);
  expect(words(group, 'dd')).toBe('The window that counts also exports');
  expect(enabled(group)).toEqual([]);
});

test('from the review, a link leads right there', async () => {
  mounted = await mountApp(countingSnapshot({ export: IDLE }), '#/review');
  await page.getByRole('link', { name: 'Export…' }).click();
  await expect.poll(() => focusedElement()?.id).toBe('export');
  expect(focusedElement()?.getBoundingClientRect().top).toBeLessThan(innerHeight);
});
