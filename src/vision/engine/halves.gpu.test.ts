import { afterAll, beforeAll, expect, test } from 'vitest';
import detectorFullUrl from '../../../fixtures/goldens/detector-full.safetensors?url';
import detectorShortUrl from '../../../fixtures/goldens/detector-short.safetensors?url';
import { MINI_XCEPTION_LOGITS } from '../classifier/mini-xception.ts';
import { greatestDifference, requireDevice, type TestDevice } from './gpu.testing.ts';
import type { HalfFormat } from './kernels/kernel.ts';
import {
  goldenOf,
  loadBlazeFace,
  loadMiniXception,
  manProbabilities,
  miniXceptionGoldenUrl,
} from './networks.testing.ts';
import { runNetwork } from './run-network.testing.ts';
import { abilitiesOf } from './tuner.ts';

/**
 * How far whole networks may be off for weights in halves: `pairs` no further than kernels in f32, `f16` a tenth of what the self-test
 * allows. Of probabilities, scores from 0 to 1, and places in pixels of the detector's input.
 */
const TOLERANCES = {
  pairs: { probability: 1e-3, score: 1e-3, placePx: 1e-3 },
  f16: { probability: 3e-3, score: 3e-3, placePx: 0.3 },
};

/** Small tiles: answers are off by the same in all, and these are compiled soonest. */
const LAYOUT = 2;

let gpu: TestDevice;
let formats: readonly HalfFormat[];
beforeAll(async () => {
  gpu = await requireDevice();
  formats = (await abilitiesOf(gpu.device)).halves;
  if (!formats.includes('f16'))
    console.warn('NOT tested: networks in f16, which this adapter does not have (see npm run test:native)');
});
afterAll(() => gpu.dispose());

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

test('mini-Xception is as sure of each face in halves as in f32', async () => {
  const golden = await goldenOf(miniXceptionGoldenUrl);
  const network = await loadMiniXception();
  for (const weights of formats) {
    const output = await runNetwork(gpu, network, 8, golden('input'), { layout: LAYOUT, weights });
    const found = manProbabilities(await output(MINI_XCEPTION_LOGITS));
    const difference = greatestDifference(found, manProbabilities(golden('logits')));
    expect(difference, weights).toBeLessThan(TOLERANCES[weights].probability);
  }
});

test.each([
  ['short', detectorShortUrl],
  ['full', detectorFullUrl],
] as const)('BlazeFace %s range finds the same in halves as in f32', async (range, goldenUrl) => {
  const golden = await goldenOf(goldenUrl);
  const { network, anchorLayers } = await loadBlazeFace(range);
  for (const weights of formats) {
    const output = await runNetwork(gpu, network, 1, golden('input'), { layout: LAYOUT, weights });
    const scores: number[] = [];
    const regressors: number[] = [];
    for (const layer of anchorLayers) {
      scores.push(...(await output(layer.scores)));
      regressors.push(...(await output(layer.regressors)));
    }
    const score = greatestDifference(scores.map(sigmoid), golden('classificators').map(sigmoid));
    const placePx = greatestDifference(regressors, golden('regressors'));
    expect(score, weights).toBeLessThan(TOLERANCES[weights].score);
    expect(placePx, weights).toBeLessThan(TOLERANCES[weights].placePx);
  }
});
