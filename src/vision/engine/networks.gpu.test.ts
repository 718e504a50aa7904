import { expect, test } from 'vitest';
import fullRangeUrl from '@mediapipe/face_detection/face_detection_full_range.tflite?url';
import shortRangeUrl from '@mediapipe/face_detection/face_detection_short_range.tflite?url';
import detectorFullUrl from '../../../fixtures/goldens/detector-full.safetensors?url';
import detectorShortUrl from '../../../fixtures/goldens/detector-short.safetensors?url';
import miniXceptionGoldenUrl from '../../../fixtures/goldens/mini-xception.safetensors?url';
import miniXceptionUrl from '../../../public/models/mini-xception.safetensors?url';
import { miniXception } from '../classifier/mini-xception.ts';
import { blazeFace } from '../detector/blaze-face.ts';
import { blazeFaceWeights } from '../detector/tflite-weights.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import { takeTensor } from '../weights/tensor.ts';
import { readTflite } from '../weights/tflite.ts';
import { padChannels } from './feature-map.ts';
import { downloadMap, greatestDifference, requireDevice, runSteps } from './gpu.testing.ts';
import type { Network } from './network.ts';
import { planNetwork } from './network-plan.ts';

/** Bar for a whole network against an independent implementation: activations and logits lie within about ±50. */
const GOLDEN_TOLERANCE = 1e-3;

async function bytesOf(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

async function goldenOf(url: string): Promise<(name: string) => Float32Array> {
  const tensors = readSafetensors('golden', await bytesOf(url));
  return (name) => takeTensor('golden', tensors, name, tensors.get(name)?.shape ?? []);
}

async function runNetwork(
  network: Network,
  batch: number,
  input: Float32Array,
): Promise<(name: string) => Promise<Float32Array>> {
  const { device, pool } = await requireDevice();
  const activeItems = pool.upload('active', new Uint32Array([batch]));
  const plan = planNetwork(network, pool, { batch, activeItems, keepAll: true });
  device.queue.writeBuffer(plan.input, 0, padChannels(input, network.input.channels));
  await runSteps(device, plan.steps);
  return async (name) => {
    const shape = plan.shapes.get(name);
    const buffer = plan.outputs.get(name);
    if (shape === undefined || buffer === undefined) throw new Error(`no layer ${name}`);
    return downloadMap(device, buffer, batch * shape.height * shape.width * shape.channels, shape.channels);
  };
}

test('mini-Xception agrees with PyTorch at every stage', async () => {
  const golden = await goldenOf(miniXceptionGoldenUrl);
  const tensors = readSafetensors('mini-xception', await bytesOf(miniXceptionUrl));
  const network = miniXception((name, shape) => takeTensor('mini-xception', tensors, name, shape), 1e-3);
  const output = await runNetwork(network, 8, golden('input'));
  for (const stage of ['stem1', 'stem2', 'module1', 'module2', 'module3', 'module4', 'head', 'logits'])
    expect(greatestDifference(await output(stage), golden(stage)), stage).toBeLessThan(GOLDEN_TOLERANCE);
});

test.each([
  ['short', shortRangeUrl, detectorShortUrl],
  ['full', fullRangeUrl, detectorFullUrl],
] as const)('BlazeFace %s range agrees with LiteRT', async (range, weightsUrl, goldenUrl) => {
  const golden = await goldenOf(goldenUrl);
  const tensors = readTflite(range, await bytesOf(weightsUrl));
  const { network, anchorLayers } = blazeFace(range, blazeFaceWeights(range, tensors));
  const output = await runNetwork(network, 1, golden('input'));
  const scores: number[] = [];
  const regressors: number[] = [];
  for (const layer of anchorLayers) {
    scores.push(...(await output(layer.scores)));
    regressors.push(...(await output(layer.regressors)));
  }
  expect(greatestDifference(scores, golden('classificators'))).toBeLessThan(GOLDEN_TOLERANCE);
  expect(greatestDifference(regressors, golden('regressors'))).toBeLessThan(GOLDEN_TOLERANCE);
});
