import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { NO_EVALUATION, type EvaluationState } from '../../../state/evaluation-state.ts';
import {
  countingSnapshot,
  focusedElement,
  mountApp,
  settled,
  type MountedApp,
} from '../../harness.testing.ts';
import '../lab-view.ts';

let mounted: MountedApp;

beforeEach(() => page.viewport(1280, 1400));
afterEach(() => mounted.dispose());

const RESULT = { columns: [''], rows: [], models: [], pictures: 60 };
const OFFER = {
  weights: new File([''], 'mine.hdf5'),
  figures: { faces: 60, accuracy: 0.9, shippedAccuracy: 0.95 },
  calibration: { temperature: 1, undeterminedBelowAbsLogOdds: 2 },
};
const DONE = { ...NO_EVALUATION, status: 'done', result: { ...RESULT, offer: OFFER } } as const;

async function show(evaluation: EvaluationState = DONE): Promise<void> {
  mounted = await mountApp(countingSnapshot({ evaluation }), '#/lab/evaluate');
  await expect.element(page.getByRole('button', { name: 'Choose a folder' })).toBeInTheDocument();
  await settled(mounted.app);
}

const use = page.getByRole('button', { name: 'Use these weights' });
const question = page.getByRole('alertdialog');

test('own weights count only after a second question, which shows both accuracies', async () => {
  await show();
  await use.click();
  await expect
    .element(question)
    .toHaveTextContent(/yours are right on 90\.0 %, the shipped ones on 95\.0 % of the same 60/);
  await expect.element(question).toHaveTextContent('They would be wrong more often.');
  await page.getByRole('button', { name: 'Not now' }).click();
  expect(mounted.intents).toEqual([]);
  await use.click();
  await page.getByRole('button', { name: 'Count with them' }).click();
  expect(mounted.intents).toEqual([{ type: 'use-weights', offer: OFFER }]);
  const { figures } = OFFER;
  await mounted.write({ weights: { status: 'counting', file: 'mine.hdf5', figures, keptMs: 5 } });
  await expect.element(page.getByText('The kiosk counts with mine.hdf5.')).toBeVisible();
});

test('weights that were trained anew can be made to count under the name of those that count', async () => {
  await show();
  const keptMs = new Date(2026, 10, 24, 9, 5).getTime();
  const figures = { ...OFFER.figures };
  await mounted.write({ weights: { status: 'counting', file: 'mine.hdf5', figures, keptMs } });
  await expect
    .element(page.getByText(/a file of this name count since Tuesday 24 November 2026, 09:05/))
    .toBeVisible();
  await use.click();
  await page.getByRole('button', { name: 'Count with them' }).click();
  expect(mounted.intents).toEqual([{ type: 'use-weights', offer: OFFER }]);
});

test('that weights do not count is said of those that were asked for, not of others with their name', async () => {
  await show();
  const weights = { status: 'refused', file: 'mine.hdf5', message: 'It is damaged.' } as const;
  await mounted.write({ weights });
  await expect.element(use).toBeVisible();
  expect(page.getByRole('alert').query()).toBeNull();
  await use.click();
  await page.getByRole('button', { name: 'Count with them' }).click();
  await expect.element(question).not.toBeInTheDocument();
  expect(page.getByRole('alert').query()).toBeNull();
  await mounted.write({ weights: { ...weights } });
  await expect.element(page.getByRole('alert')).toHaveTextContent('mine.hdf5 does not count: It is damaged.');
});

test('Escape in the question means not now, and leads nowhere', async () => {
  await show();
  await use.click();
  await expect.poll(() => focusedElement()?.textContent.trim()).toBe('Count with them');
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => focusedElement()?.textContent.trim()).toBe('Use these weights');
  expect([location.hash, mounted.intents]).toEqual(['#/lab/evaluate', []]);
});

test.each([
  ['runs', { ...NO_EVALUATION, status: 'running' }],
  ['has a result', DONE],
] as const)('Escape does not throw an evaluation away that %s', async (_name, evaluation) => {
  await show(evaluation);
  await userEvent.keyboard('{Escape}');
  expect([location.hash, mounted.intents]).toEqual(['#/lab/evaluate', []]);
  await mounted.write({ evaluation: NO_EVALUATION });
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => mounted.intents).toEqual([{ type: 'close-lab' }]);
  expect(location.hash).toBe('#/');
});

test('a window that only looks on offers nothing that it cannot do', async () => {
  await show();
  await mounted.write({ store: { ...countingSnapshot().store, role: 'viewer' } });
  await expect.element(page.getByText(/Evaluate there to have mine.hdf5 count/)).toBeVisible();
  expect(use.query()).toBeNull();
});
