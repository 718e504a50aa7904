import { afterAll, beforeAll, expect, test } from 'vitest';
import fullRangeUrl from '@mediapipe/face_detection/face_detection_full_range.tflite?url';
import shortRangeUrl from '@mediapipe/face_detection/face_detection_short_range.tflite?url';
import detectorFullUrl from '../../../fixtures/goldens/detector-full.safetensors?url';
import detectorShortUrl from '../../../fixtures/goldens/detector-short.safetensors?url';
import miniXceptionGoldenUrl from '../../../fixtures/goldens/mini-xception.safetensors?url';
import miniXceptionUrl from '../../../public/models/mini-xception.safetensors?url';
import { MINI_XCEPTION_LOGITS, miniXception } from '../classifier/mini-xception.ts';
import { blazeFace } from '../detector/blaze-face.ts';
import { blazeFaceWeights } from '../detector/tflite-weights.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import { takeTensor } from '../weights/tensor.ts';
import { readTflite } from '../weights/tflite.ts';
import { greatestDifference, requireDevice, type TestDevice } from './gpu.testing.ts';
import { runNetwork } from './run-network.testing.ts';
import { runTensorflow } from './tensorflow.testing.ts';

/** Bar for a whole network against an independent implementation: activations and raw outputs lie within about ±50. */
const TOLERANCE = 1e-3;

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

async function bytesOf(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

async function goldenOf(url: string): Promise<(name: string) => Float32Array> {
  const tensors = readSafetensors('golden', await bytesOf(url));
  return (name) => takeTensor('golden', tensors, name, tensors.get(name)?.shape ?? []);
}

/** Probability of `man` for each pair of logits. */
function probabilities(logits: Float32Array): number[] {
  return Array.from({ length: logits.length / 2 }, (_, face) => {
    const [woman = NaN, man = NaN] = logits.subarray(2 * face);
    return 1 / (1 + Math.exp(woman - man));
  });
}

test('mini-Xception agrees with PyTorch at every stage, and with TensorFlow.js, on composite faces', async () => {
  const golden = await goldenOf(miniXceptionGoldenUrl);
  const tensors = readSafetensors('mini-xception', await bytesOf(miniXceptionUrl));
  const network = miniXception((name, shape) => takeTensor('mini-xception', tensors, name, shape), 1e-3);
  const output = await runNetwork(gpu, network, 8, golden('input'));
  expect(greatestDifference(await output('stem'), golden('stem2')), 'stem').toBeLessThan(TOLERANCE);
  for (const stage of ['module1', 'module2', 'module3', 'module4', 'logits'])
    expect(greatestDifference(await output(stage), golden(stage)), stage).toBeLessThan(TOLERANCE);

  const logits = await output(MINI_XCEPTION_LOGITS);
  const tensorflow = await runTensorflow(network, 8, golden('input'));
  const expected = tensorflow.get(MINI_XCEPTION_LOGITS) ?? new Float32Array();
  expect(greatestDifference(logits, expected), 'logits').toBeLessThan(TOLERANCE);
  expect(greatestDifference(probabilities(logits), probabilities(expected))).toBeLessThan(TOLERANCE);
});

test.each([
  ['short', shortRangeUrl, detectorShortUrl],
  ['full', fullRangeUrl, detectorFullUrl],
] as const)(
  'BlazeFace %s range agrees with LiteRT and TensorFlow.js on the scene',
  async (range, weightsUrl, goldenUrl) => {
    const golden = await goldenOf(goldenUrl);
    const tensors = readTflite(range, await bytesOf(weightsUrl));
    const { network, anchorLayers } = blazeFace(range, blazeFaceWeights(range, tensors));
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
