import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, type Locator } from 'vitest/browser';
import { CLOSED_LAB, type LabState } from '../../state/lab-state.ts';
import { countingSnapshot, greyPicture, mountApp, settled, type MountedApp } from '../harness.testing.ts';
import './lab-view.ts';

let mounted: MountedApp;

beforeEach(async () => {
  await page.viewport(1280, 800);
});
afterEach(() => mounted.dispose());

async function show(lab: Partial<LabState>): Promise<void> {
  mounted = await mountApp(countingSnapshot({ lab: { ...CLOSED_LAB, ...lab } }), '#/lab');
  await expect.poll(() => mounted.app.renderRoot.querySelector('lab-view')?.shadowRoot).toBeTruthy();
  await settled(mounted.app);
}

const PICTURES = {
  face: greyPicture(192, 192),
  gradient: greyPicture(192, 192),
  classMap: greyPicture(192, 192),
};

const RUNNING: Partial<LabState> = {
  status: 'running',
  adapter: 'Qualcomm Adreno 730',
  model: 'mini-xception@1.0.0',
  view: { ...PICTURES, mapSide: 4, logOdds: -3.24, appearance: 'woman', faces: 2 },
  times: {
    'mini-xception': { frameRate: 11.2, totalMs: 40.1, classifierMs: 2, explanationMs: 3.4, faces: 2 },
  },
};

test('opening the page opens the Lab, and leaving it closes it', async () => {
  await show({ status: 'starting' });
  await expect
    .element(page.getByRole('progressbar', { name: 'Preparing an engine for the Lab' }))
    .toBeVisible();
  expect(mounted.intents).toEqual([{ type: 'open-lab' }]);
  location.hash = '#/';
  await expect.poll(() => mounted.intents.at(-1)).toEqual({ type: 'close-lab' });
});

test('shows the three pictures of a face with what they are and what they do not prove', async () => {
  await show(RUNNING);
  for (const name of ['The face', 'Gradient of the answer', 'Grad-CAM over the face'])
    await expect.element(page.getByRole('img', { name, exact: true })).toBeVisible();
  await expect.element(page.getByText('Log-odds of man: −3.2. One of 2 faces')).toBeVisible();
  await expect.element(page.getByText('GPU: explanation, one face')).toBeVisible();
  await expect.element(page.getByText('3.4 ms')).toBeVisible();
  await expect.element(page.getByText('does not justify the answer')).toBeVisible();
});

test('the choice of what is explained, and how, is asked for', async () => {
  await show(RUNNING);
  await page.getByRole('radio', { name: /^Looks like a man/ }).click();
  await page.getByRole('radio', { name: /^Gradient/ }).click();
  expect(mounted.intents.slice(1)).toEqual([
    { type: 'explain', rule: { target: 'man', guided: true } },
    { type: 'explain', rule: { target: 'greatest', guided: false } },
  ]);
});

const FACTS = {
  model: 'mini-xception@1.0.0',
  parameters: 52_658,
  bytes: 217_816,
  multiplyAdds: 10_071_232,
  adults: { people: 1922, right: 0.9506, interval: [0.94, 0.9594] },
} as const;

function row(name: string): Locator {
  return page.getByRole('row').filter({ hasText: name });
}

test('both networks stand side by side, each with its own time, and either can be chosen', async () => {
  const other = { ...FACTS, parameters: 632_978 };
  await show({ ...RUNNING, facts: { 'mini-xception': FACTS, 'cnn-9layer': other } });
  await expect.element(row('Parameters')).toHaveTextContent(/52,658\s*632,978/);
  await expect.element(row('95 % interval')).toHaveTextContent(/94.0 to 95.9\s%/);
  await expect.element(row('GPU time here')).toHaveTextContent(/2 ms, 2 faces\s*choose it to see/);
  await page.getByRole('radio', { name: /^9-layer CNN/ }).click();
  expect(mounted.intents.at(-1)).toEqual({ type: 'explain-network', network: 'cnn-9layer' });
});

test.each([
  ['no-source', 'Waiting for a picture'],
  ['no-face', 'Nobody is in view'],
] as const)('says so where there is nothing to explain: %s', async (view, words) => {
  await show({ ...RUNNING, view });
  await expect.element(page.getByText(words)).toBeVisible();
});

test('trouble is said with its reason, and can be tried again', async () => {
  await show({ status: 'fault', message: 'Explanations need the kiosk’s own WebGPU kernels.' });
  await expect.element(page.getByRole('alert')).toHaveTextContent('own WebGPU kernels');
  await page.getByRole('button', { name: 'Try again' }).click();
  expect(mounted.intents).toEqual([{ type: 'open-lab' }, { type: 'open-lab' }]);
});
