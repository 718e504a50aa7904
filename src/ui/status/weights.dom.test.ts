import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { WeightsState } from '../../domain/kept-weights.ts';
import { countingSnapshot, mountApp, settled, type MountedApp } from '../harness.testing.ts';
import './status-view.ts';

let mounted: MountedApp;
afterEach(() => mounted.dispose());

async function show(weights: WeightsState | undefined): Promise<void> {
  mounted = await mountApp(countingSnapshot({ weights }), '#/status');
  await expect.poll(() => mounted.app.renderRoot.querySelector('status-view')?.shadowRoot).toBeTruthy();
  await settled(mounted.app);
}

const back = page.getByText('Back to the shipped model');
const forGood = page.getByRole('button', { name: 'Count with the shipped model' });

test('says whose weights count, since when and how they compared, and leads back in two steps', async () => {
  const figures = { faces: 1_234, accuracy: 0.923, shippedAccuracy: 0.951 };
  const keptMs = new Date(2026, 10, 24, 9, 5).getTime();
  await show({ status: 'counting', file: 'mine.hdf5', figures, keptMs });
  await expect
    .element(page.getByText('mine.hdf5, since Tuesday 24 November 2026, 09:05'))
    .toBeInTheDocument();
  await expect
    .element(page.getByText('right on 92.3 % of 1,234 faces, the shipped ones on 95.1 %'))
    .toBeInTheDocument();
  await expect.element(forGood).not.toBeInTheDocument();
  await back.click();
  await expect.element(page.getByText(/The copy of mine.hdf5 on this device is deleted/)).toBeVisible();
  expect(mounted.intents).toEqual([]);
  await forGood.click();
  expect(mounted.intents).toEqual([{ type: 'use-shipped-weights' }]);
});

test('says why weights do not count, and nothing where nobody brought any', async () => {
  await show({ status: 'refused', file: 'mine.hdf5', message: 'It is damaged.' });
  await expect
    .element(page.getByText('mine.hdf5 does not count, the shipped ones do: It is damaged.'))
    .toBeInTheDocument();
  await mounted.write({ weights: undefined });
  expect(page.getByText('Your own weights').query()).toBeNull();
  expect(back.query()).toBeNull();
});
