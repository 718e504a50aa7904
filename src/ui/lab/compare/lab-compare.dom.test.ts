import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { NO_COMPARISON, type ComparedView, type ComparisonState } from '../../../state/comparison-state.ts';
import {
  countingSnapshot,
  greyPicture,
  mountApp,
  personAt,
  settled,
  type MountedApp,
} from '../../harness.testing.ts';
import '../lab-view.ts';

let mounted: MountedApp;

beforeEach(async () => {
  await page.viewport(1280, 800);
});
afterEach(() => mounted.dispose());

async function show(comparison: Partial<ComparisonState>): Promise<void> {
  mounted = await mountApp(
    countingSnapshot({ comparison: { ...NO_COMPARISON, ...comparison } }),
    '#/lab/compare',
  );
  await expect.poll(() => mounted.app.renderRoot.querySelector('lab-view')?.shadowRoot).toBeTruthy();
  await settled(mounted.app);
}

function viewOf(people: ComparedView['live']['people'], frameMs: number): ComparedView {
  return {
    picture: greyPicture(480, 270),
    live: { frameSize: { width: 480, height: 270 }, people, presentNow: people.length },
    frameMs,
  };
}

const RUNNING: Partial<ComparisonState> = {
  status: 'running',
  systems: {
    network: { model: 'mini-xception@1.0.0', computes: 'Qualcomm Adreno 730' },
    classical: { model: 'lbp-svm@1.0.0', computes: 'OpenCV on the processor (WebAssembly)' },
  },
  view: {
    network: viewOf(
      [personAt(0, 'woman', [50, 80, 60, 60]), personAt(1, 'undetermined', [300, 80, 60, 60])],
      12.5,
    ),
    classical: viewOf([], 80),
    agreement: {
      frames: 1_200,
      same: 30,
      oneUndetermined: 8,
      opposite: 2,
      onlyNetwork: 5,
      onlyClassical: 1,
    },
    frameRate: 10.8,
  },
};

test('opening the part starts the comparison, and leaving it closes the Lab', async () => {
  await show({ status: 'starting' });
  await expect.element(page.getByRole('progressbar', { name: 'Loading OpenCV, 9 MB' })).toBeVisible();
  expect(mounted.intents).toEqual([{ type: 'open-comparison' }]);
  location.hash = '#/lab';
  await expect.poll(() => mounted.intents.slice(1)).toEqual([{ type: 'close-lab' }, { type: 'open-lab' }]);
});

test('shows both systems with what they found, how fast they are, and how far they agree', async () => {
  await show(RUNNING);
  for (const name of ['Network', 'Classical computer vision'])
    // The box that has the role holds pictures that take no room of their own.
    await expect
      .poll(() => {
        const picture = page.getByRole('img', { name: `that are found: ${name}` }).element();
        return picture.querySelector('canvas')?.getBoundingClientRect().height ?? 0;
      })
      .toBeGreaterThan(150);
  await expect.element(page.getByText('2 faces')).toBeVisible();
  await expect.element(page.getByText('No face')).toBeVisible();
  await expect.element(page.getByText('12.5 ms, so at most 80 a second')).toBeVisible();
  await expect.element(page.getByText('80 ms, so at most 12.5 a second')).toBeVisible();
  await expect.element(page.getByText('30 (75 %)')).toBeInTheDocument();
  await expect.element(page.getByText('Agreement is not accuracy')).toBeInTheDocument();
});

test('says so where no picture comes', async () => {
  await show({ ...RUNNING, view: 'no-source' });
  await expect.element(page.getByText('Waiting for a picture')).toBeVisible();
});

test('trouble is said with its reason, and can be tried again', async () => {
  await show({ status: 'fault', message: 'lbp-svm.json: file: expected status 200, found status 404.' });
  await expect.element(page.getByRole('alert')).toHaveTextContent('expected status 200');
  await page.getByRole('button', { name: 'Try again' }).click();
  expect(mounted.intents).toEqual([{ type: 'open-comparison' }, { type: 'open-comparison' }]);
});
