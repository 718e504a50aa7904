import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { NO_EVALUATION, type EvaluationState } from '../../../state/evaluation-state.ts';
import { countingSnapshot, mountApp, settled, type MountedApp } from '../../harness.testing.ts';
import '../lab-view.ts';
import { sortDropped } from './dropped.ts';

let mounted: MountedApp;

beforeEach(async () => {
  await page.viewport(1280, 1400);
});
afterEach(() => mounted?.dispose());

async function show(evaluation: Partial<EvaluationState> = {}): Promise<ShadowRoot> {
  const snapshot = countingSnapshot({ evaluation: { ...NO_EVALUATION, ...evaluation } });
  mounted = await mountApp(snapshot, '#/lab/evaluate');
  const find = (): ShadowRoot | null | undefined =>
    mounted.app.renderRoot.querySelector('lab-view')?.shadowRoot?.querySelector('lab-evaluate')?.shadowRoot;
  await expect.poll(find).toBeTruthy();
  await settled(mounted.app);
  const root = find();
  if (root === null || root === undefined) throw new Error('no lab-evaluate');
  return root;
}

/** Chooses files as a person would, in the input that `selector` finds. */
async function choose(root: ShadowRoot, selector: string, ...files: readonly File[]): Promise<void> {
  const input = root.querySelector<HTMLInputElement>(selector);
  if (input === null) throw new Error(`no ${selector}`);
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change'));
  await settled(mounted.app);
}

const CSV = new File(['file,label'], 'people.csv');
const CHOSEN = { status: 'chosen', name: 'faces', files: 2_359 } as const;

test('says what is missing, and asks for what was chosen', async () => {
  const root = await show();
  const evaluate = page.getByRole('button', { name: 'Evaluate', exact: true });
  await expect.element(evaluate).toBeDisabled();
  await expect.element(evaluate).toHaveAccessibleDescription('Choose a folder of pictures.');
  const picture = new File([''], 'a.jpg');
  await choose(root, '[webkitdirectory]', picture);
  expect(mounted.intents.at(-1)).toEqual({ type: 'choose-pictures', from: { files: [picture] } });

  await mounted.write({ evaluation: { ...NO_EVALUATION, folder: CHOSEN } });
  await expect.element(page.getByText('faces: 2,359 files')).toBeVisible();
  await expect.element(evaluate).toHaveAccessibleDescription('Choose the file with the labels.');
  await choose(root, '[accept*=mat]', CSV);
  const own = new File([''], 'mine.safetensors');
  await choose(root, '[accept*=safetensors]', own);
  await page.getByRole('radio', { name: /^Aligned crops/ }).click();
  await page.getByRole('checkbox', { name: /9-layer/ }).click();
  await evaluate.click();
  expect(mounted.intents.at(-1)).toEqual({
    type: 'evaluate',
    ask: { metadata: CSV, models: ['mini-xception', own], crops: true, range: 'full' },
  });
});

test('labels in names need no file, and no model is too few', async () => {
  await show({ folder: CHOSEN });
  await page.getByRole('radio', { name: /^In the names/ }).click();
  const evaluate = page.getByRole('button', { name: 'Evaluate', exact: true });
  await expect.element(evaluate).toBeEnabled();
  for (const name of [/mini-Xception/, /9-layer/]) await page.getByRole('checkbox', { name }).click();
  await expect.element(evaluate).toHaveAccessibleDescription('Choose at least one model.');
});

test('shows how far it is with the time that is left, and can be cancelled', async () => {
  await show({
    folder: CHOSEN,
    status: 'running',
    progress: { step: 'pictures', done: 1_200, total: 2_359, remainingMs: 61_000 },
  });
  await expect
    .element(page.getByText('Looking at the pictures: 1,200 of 2,359, about 1 min 01 s left'))
    .toBeVisible();
  await expect
    .element(page.getByRole('progressbar', { name: 'Looking at the pictures' }))
    .toHaveAttribute('max', '2359');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(mounted.intents.at(-1)).toEqual({ type: 'cancel-evaluation' });
});

test('how far it is, and trouble, are in sight in a low window', async () => {
  await page.viewport(1180, 600);
  const running = {
    status: 'running',
    progress: { step: 'models', done: 0, total: 0, remainingMs: 0 },
  } as const;
  const trouble = { status: 'fault', message: 'no such file' } as const;
  for (const [state, selector] of [
    [running, 'progress'],
    [trouble, '[role=alert]'],
  ] as const) {
    const root = await show({ folder: CHOSEN, ...state });
    const bottomPx = (): number => root.querySelector(selector)?.getBoundingClientRect().bottom ?? NaN;
    await expect.poll(bottomPx, { message: selector }).toBeLessThan(innerHeight + 1);
    mounted.dispose();
  }
});

test('trouble is said in its words, and leaving ends everything', async () => {
  await show({ status: 'fault', message: 'people.csv, line 3, column label: expected woman or man' });
  await expect.element(page.getByRole('alert')).toHaveTextContent('people.csv, line 3');
  location.hash = '#/';
  await expect.poll(() => mounted.intents.at(-1)).toEqual({ type: 'close-lab' });
});

test('shows models side by side, what the report says of each, and mistakes with their pictures', async () => {
  const root = await show({
    folder: CHOSEN,
    status: 'done',
    result: {
      columns: ['', 'mini-xception@1.0.0', 'cnn-9layer@1.0.0'],
      rows: [['right', '95.1 %', '93.9 %']],
      models: [
        {
          model: 'mini-xception@1.0.0',
          sections: '<section><h2>By age</h2><svg class="plot" role="img" aria-label="Ages"></svg></section>',
          mistakes: [{ file: 'x<b>.jpg', label: 'man', confidence: 0.9951, url: 'data:,' }],
        },
        { model: 'cnn-9layer@1.0.0', sections: '<p>Other</p>', mistakes: [] },
      ],
      pictures: 2_359,
      offer: undefined,
    },
  });
  await expect.element(page.getByRole('row', { name: 'right 95.1 % 93.9 %' })).toBeVisible();
  expect(root.querySelector('[role=status]')?.textContent).toBe('Finished: 2,359 pictures.');
  expect(root.querySelectorAll('details[open]')).toHaveLength(0);
  root.querySelector<HTMLElement>('summary')?.click();
  await expect.element(page.getByRole('img', { name: 'Ages' })).toBeInTheDocument();
  await expect.element(page.getByText('x<b>.jpg')).toBeVisible();
  await expect.element(page.getByText('label man, guess woman: 99.5 %')).toBeVisible();
  await page.getByRole('button', { name: 'Save the report' }).click();
  expect(mounted.intents.at(-1)).toEqual({ type: 'save-report' });
});

function droppedItem(name: string, isFile: boolean): DataTransferItem {
  return {
    webkitGetAsEntry: () => ({ name, isFile, isDirectory: !isFile }),
    getAsFile: () => (isFile ? new File([''], name) : null),
  } as unknown as DataTransferItem;
}

test('one file and one picture are told as one', async () => {
  const one = { ...CHOSEN, files: 1 };
  const result = { columns: [''], rows: [], models: [], pictures: 1, offer: undefined };
  const root = await show({ folder: one, status: 'done', result });
  await expect.element(page.getByText('faces: 1 file', { exact: true })).toBeVisible();
  expect(root.querySelector('[role=status]')?.textContent).toBe('Finished: 1 picture.');
  await mounted.write({ evaluation: { ...NO_EVALUATION, folder: { status: 'reading', files: 1 } } });
  await expect.element(page.getByText('Looking through the folder: 1 file…')).toBeVisible();
});

test('what is dropped is sorted by what it is for', () => {
  const { pictures, metadata, weights } = sortDropped([
    droppedItem('faces.csv', false),
    droppedItem('IMDB.MAT', true),
    droppedItem('a.jpg', true),
    droppedItem('mine.h5', true),
  ]);
  expect([metadata?.name, weights?.name]).toEqual(['IMDB.MAT', 'mine.h5']);
  expect(pictures).toMatchObject({ entries: [{ name: 'faces.csv' }, { name: 'a.jpg' }] });
});
