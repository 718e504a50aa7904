import { afterAll, beforeAll, expect, test } from 'vitest';
import detectorFullUrl from '../../../fixtures/goldens/detector-full.safetensors?url';
import detectorShortUrl from '../../../fixtures/goldens/detector-short.safetensors?url';
import { MINI_XCEPTION_LOGITS } from '../classifier/mini-xception.ts';
import { greatestDifference, requireDevice, type TestDevice } from './gpu.testing.ts';
import {
  cnnGoldenUrl,
  goldenOf,
  loadBlazeFace,
  loadCnn,
  loadMiniXception,
  manProbabilities,
  miniXceptionGoldenUrl,
} from './networks.testing.ts';
import { runNetwork } from './run-network.testing.ts';
import { runTensorflow } from './tensorflow.testing.ts';

/** Bar for a whole network against an independent implementation: activations and raw outputs lie within about ±50. */
const TOLERANCE = 1e-3;

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

test('mini-Xception agrees with PyTorch at every stage, and with TensorFlow.js, on composite faces', async () => {
  const golden = await goldenOf(miniXceptionGoldenUrl);
  const network = await loadMiniXception();
  const output = await runNetwork(gpu, network, 8, golden('input'));
  expect(greatestDifference(await output('stem'), golden('stem2')), 'stem').toBeLessThan(TOLERANCE);
  for (const stage of ['module1', 'module2', 'module3', 'module4', 'logits'])
    expect(greatestDifference(await output(stage), golden(stage)), stage).toBeLessThan(TOLERANCE);

  const logits = await output(MINI_XCEPTION_LOGITS);
  const tensorflow = await runTensorflow(network, 8, golden('input'));
  const expected = tensorflow.get(MINI_XCEPTION_LOGITS) ?? new Float32Array();
  expect(greatestDifference(logits, expected), 'logits').toBeLessThan(TOLERANCE);
  expect(greatestDifference(manProbabilities(logits), manProbabilities(expected))).toBeLessThan(TOLERANCE);
});

test('the 9-layer CNN agrees with PyTorch at every stage, and with TensorFlow.js, on composite faces', async () => {
  const golden = await goldenOf(cnnGoldenUrl);
  const network = await loadCnn();
  const output = await runNetwork(gpu, network, 8, golden('input'));
  for (const stage of ['block1', 'block2', 'block3', 'block4', 'tail', 'logits'])
    expect(greatestDifference(await output(stage), golden(stage)), stage).toBeLessThan(TOLERANCE);

  // One face: in plain JavaScript a face takes a second.
  const one = golden('input').subarray(0, golden('input').length / 8);
  const tensorflow = (await runTensorflow(network, 1, one)).get('logits') ?? new Float32Array();
  expect(greatestDifference((await output('logits')).subarray(0, 2), tensorflow)).toBeLessThan(TOLERANCE);
});

test.each([
  ['short', detectorShortUrl],
  ['full', detectorFullUrl],
] as const)(
  'BlazeFace %s range agrees with LiteRT and TensorFlow.js on the scene',
  async (range, goldenUrl) => {
    const golden = await goldenOf(goldenUrl);
    const { network, anchorLayers } = await loadBlazeFace(range);
    const output = await runNetwork(gpu, network, 1, golden('input'));
    const scores: number[] = [];
    const regressors: number[] = [];
    for (const layer of anchorLayers) {
      scores.push(...(await output(layer.scores)));
      regressors.push(...(await output(layer.regressors)));
    }
    expect(greatestDifference(scores, golden('classificators')), 'scores').toBeLessThan(TOLERANCE);
    expect(greatestDifference(regressors, golden('regressors')), 'regressors').toBeLessThan(TOLERANCE);
    // Otherwise networks that see nothing would agree.
    expect(Math.max(...scores), 'a face is there').toBeGreaterThan(0);

    const tensorflow = await runTensorflow(network, 1, golden('input'));
    expect([...tensorflow.keys()]).toEqual(network.outputs);
    for (const [name, values] of tensorflow)
      expect(greatestDifference(await output(name), values), name).toBeLessThan(TOLERANCE);
  },
);
