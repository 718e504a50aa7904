import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { NO_PROGRESS, type UploadState } from '../../domain/upload.ts';
import { countingSnapshot, mountApp, settled, type MountedApp } from '../harness.testing.ts';
import './status-view.ts';

let mounted: MountedApp;
beforeEach(() => page.viewport(1280, 800));
afterEach(() => mounted.dispose());

async function show(upload: UploadState | undefined, hash = '#/status'): Promise<void> {
  mounted = await mountApp(countingSnapshot({ upload }), hash);
  await expect.poll(() => mounted.app.renderRoot.querySelector('status-view')?.shadowRoot).toBeTruthy();
  await settled(mounted.app);
}

function textOf(line: Element, name: string): string {
  return line.querySelector(name)?.textContent ?? '';
}

/** What the group says, term by term. */
function facts(): Record<string, string> {
  const root = mounted.app.renderRoot.querySelector('status-view')?.shadowRoot;
  const lines = [...(root?.querySelectorAll('.collector dl > div') ?? [])];
  return Object.fromEntries(lines.map((line) => [textOf(line, 'dt'), textOf(line, 'dd')]));
}

const button = (name: string) => page.getByRole('button', { name, exact: true });

const ENROLLED = {
  status: 'enrolled',
  url: 'https://counts.example',
  name: 'East door',
  progress: NO_PROGRESS,
} as const;

test('a kiosk without a collector says that totals stay, and enrols by keyboard', async () => {
  await show({ status: 'none' });
  expect(facts()).toEqual({ Condition: 'None: the totals stay on this device' });
  await page.getByLabelText('Address of the collector').fill('https://counts.example');
  await page.getByLabelText('One-time code').fill('ABCD-EFGH');
  await userEvent.keyboard('{Enter}');
  expect(mounted.intents).toEqual([{ type: 'enrol', address: 'https://counts.example', code: 'ABCD-EFGH' }]);
});

const LINK = '#/status?collector=https%3A%2F%2Fcounts.example&code=ABCD-EFGH';

test("a collector's link fills the form in, leaves the address at once, and enrols only when it is asked to", async () => {
  await show({ status: 'none' }, LINK);
  expect(location.hash).toBe('#/status');
  await expect.element(page.getByLabelText('Address of the collector')).toHaveValue('https://counts.example');
  await expect.element(page.getByLabelText('One-time code')).toHaveValue('ABCD-EFGH');
  expect(mounted.intents).toEqual([]);
  await button('Enrol this kiosk').click();
  expect(mounted.intents).toEqual([{ type: 'enrol', address: 'https://counts.example', code: 'ABCD-EFGH' }]);
});

test('a link that is opened on the page itself does the same, and adds nothing to the history', async () => {
  await show({ status: 'none' });
  const before = history.length;
  location.replace(LINK);
  await expect.element(page.getByLabelText('One-time code')).toHaveValue('ABCD-EFGH');
  expect([location.hash, history.length]).toEqual(['#/status', before]);
  location.hash = '#/';
  await expect.poll(() => document.title).toBe('Vestibule');
  location.hash = '#/status';
  await expect.element(page.getByLabelText('One-time code')).toHaveValue('');
});

test.each([
  ['https://other.example', 1],
  ['https://counts.example', 0],
])(
  'an enrolled kiosk says of a link to another collector what to do first: at %s %i times',
  async (url, times) => {
    await show({ ...ENROLLED, url }, LINK);
    await expect.element(button('Send now')).toBeVisible();
    expect(page.getByRole('alert').elements()).toHaveLength(times);
  },
);

test('a link to the collector where the kiosk is enrolled is told of, and where it is shut out there, what to do', async () => {
  await show(ENROLLED, LINK);
  await expect.element(page.getByText(/enrolled there already.*its code was not used/)).toBeVisible();
  const progress = { ...NO_PROGRESS, trouble: 'The collector has shut this kiosk out. Ask its owner.' };
  await mounted.write({ upload: { ...ENROLLED, progress } });
  await expect.element(page.getByRole('alert')).toHaveTextContent(/leave this collector first/);
  await mounted.write({ upload: { status: 'none' } });
  await expect.element(page.getByLabelText('Address of the collector')).toHaveValue('https://counts.example');
  await expect.element(page.getByLabelText('One-time code')).toHaveValue('ABCD-EFGH');
});

test('a link that was used to enrol has nothing more to say', async () => {
  await show({ status: 'none' }, LINK);
  await mounted.write({ upload: { status: 'enrolling' } });
  await mounted.write({ upload: ENROLLED });
  await expect.element(button('Send now')).toBeVisible();
  expect(page.getByText(/A link to/).query()).toBeNull();
});

test('a screen reader hears what an enrolment came to, once', async () => {
  await show({ status: 'none' });
  const root = mounted.app.renderRoot.querySelector('status-view')?.shadowRoot;
  const line = root?.querySelector('.collector [role=status]');
  const said: string[] = [];
  const steps: readonly UploadState[] = [
    { status: 'enrolling' },
    { status: 'none', trouble: 'The collector does not know this code.' },
    { status: 'enrolling' },
    ENROLLED,
    { ...ENROLLED, progress: { ...NO_PROGRESS, dueCount: 3 } },
  ];
  for (const upload of steps) {
    await mounted.write({ upload });
    said.push(line?.textContent.trim() ?? '');
  }
  expect(said).toEqual([
    'Enrolling…',
    'The collector does not know this code.',
    'Enrolling…',
    'This kiosk is enrolled.',
    'This kiosk is enrolled.',
  ]);
  expect(line?.isConnected).toBe(true);
});

test('nothing is asked for while a field is empty', async () => {
  await show({ status: 'none' });
  await button('Enrol this kiosk').click();
  expect(mounted.intents).toEqual([]);
});

test('while it enrols, it cannot be asked to again; what went wrong is said and what was typed stays', async () => {
  await show({ status: 'none' });
  await page.getByLabelText('One-time code').fill('ABCD');
  await mounted.write({ upload: { status: 'enrolling' } });
  await expect.element(button('Enrolling…')).toBeDisabled();
  await mounted.write({ upload: { status: 'none', trouble: 'The collector does not know this code.' } });
  expect(facts()['Trouble']).toBe('The collector does not know this code.');
  await expect.element(page.getByLabelText('One-time code')).toHaveValue('ABCD');
});

test('an enrolled kiosk says what waits, when the collector last answered, and what is wrong', async () => {
  const contactMs = new Date(2026, 10, 24, 9, 15).getTime();
  await show({
    ...ENROLLED,
    progress: {
      sending: false,
      dueCount: 1_234,
      contactMs,
      refusedCount: 1,
      trouble: 'The collector cannot be reached.',
      nextMs: contactMs + 60_000,
    },
  });
  expect(facts()).toEqual({
    Address: 'https://counts.example',
    'This kiosk is called': 'East door',
    Condition: 'The collector cannot be reached.',
    'Waiting to be sent': '1,234 slots',
    'Last answer': 'Tuesday 24 November, 09:15',
    'Next try': '09:16',
    'Refused by the collector': '1 slot',
  });
  await button('Send now').click();
  expect(mounted.intents).toEqual([{ type: 'upload-now' }]);
});

test('to leave a collector takes two steps', async () => {
  await show(ENROLLED);
  await expect.element(button('Leave it')).not.toBeInTheDocument();
  await page.getByText('Leave this collector').click();
  await button('Leave it').click();
  expect(mounted.intents).toEqual([{ type: 'leave-collector' }]);
});

test('a window that looks on offers nothing', async () => {
  await show(undefined);
  expect(facts()).toEqual({ Condition: 'The window that counts also sends' });
  await expect.element(button('Enrol this kiosk')).not.toBeInTheDocument();
});
