import { afterEach, describe, expect, test } from 'vitest';
import fullGoldenUrl from '../../../fixtures/goldens/detector-full.safetensors?url';
import shortGoldenUrl from '../../../fixtures/goldens/detector-short.safetensors?url';
import cnnGoldenUrl from '../../../fixtures/goldens/cnn-9layer.safetensors?url';
import classifierGoldenUrl from '../../../fixtures/goldens/mini-xception.safetensors?url';
import type { ClassifierName, Tier } from '../../domain/face.ts';
import { loadClassifier } from '../classifier/load-classifier.ts';
import { loadDetector } from '../detector/load-detector.ts';
import { everyLayerNetwork } from '../engine/every-layer.testing.ts';
import { createFeatureMap } from '../engine/feature-map.ts';
import { greatestDifference, seededRandom } from '../engine/gpu.testing.ts';
import { runReference } from '../engine/network-reference.ts';
import { fetchFile } from '../weights/fetch-file.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import { takeTensor } from '../weights/tensor.ts';
import type { TensorflowBackend } from './backends/backend.ts';
import { openBackend } from './open-backend.ts';
import { createTensorflowNetwork } from './tensorflow-network.ts';

/** Bar against an independent implementation: raw outputs lie within about ±50. */
const TOLERANCE = 1e-3;

let backend: TensorflowBackend | undefined;
afterEach(() => backend?.dispose());

async function goldenOf(url: string): Promise<(name: string) => Float32Array> {
  const tensors = readSafetensors('golden', await fetchFile(new URL(url, document.baseURI).href));
  return (name) => takeTensor('golden', tensors, name, tensors.get(name)?.shape ?? []);
}

/** The first faces of a golden give its logits. */
async function expectLogits(
  opened: TensorflowBackend,
  name: ClassifierName,
  goldenUrl: string,
  faces: number,
): Promise<void> {
  const golden = await goldenOf(goldenUrl);
  const { network } = await loadClassifier(document.baseURI, name);
  const { height, width, channels } = network.input;
  const classify = await createTensorflowNetwork(opened, network);
  const input = golden('input').subarray(0, faces * height * width * channels);
  const [logits = []] = await classify.run(input, faces);
  expect(greatestDifference(logits, golden('logits').subarray(0, 2 * faces)), name).toBeLessThan(TOLERANCE);
}

async function open(tier: Exclude<Tier, 'wgsl'>): Promise<TensorflowBackend> {
  const opened = await openBackend(tier, document.baseURI);
  if (typeof opened === 'string') throw new Error(opened);
  backend = opened;
  return opened;
}

/** The detector's raw outputs for the scene are LiteRT's. */
async function expectScene(
  opened: TensorflowBackend,
  range: 'short' | 'full',
  goldenUrl: string,
): Promise<void> {
  const expected = await goldenOf(goldenUrl);
  const { network, anchorLayers } = await loadDetector(range, document.baseURI);
  const detect = await createTensorflowNetwork(opened, network);
  const outputs = await detect.run(expected('input'), 1);
  const joined = (part: 0 | 1): number[] =>
    anchorLayers.flatMap((_, layer) => [...(outputs[2 * layer + part] ?? [])]);
  for (const [part, name] of [
    [0, 'classificators'],
    [1, 'regressors'],
  ] as const)
    // prettier-ignore
    expect(greatestDifference(joined(part), expected(name)), `${range}: ${name}`).toBeLessThan(TOLERANCE);
}

describe.each(['webgpu', 'wasm', 'webgl', 'cpu'] as const)('TensorFlow.js on %s', (tier) => {
  test('agrees with the twins on every kind of layer', async () => {
    const network = everyLayerNetwork();
    const { height, width, channels } = network.input;
    const random = seededRandom(7);
    const input = createFeatureMap([2, height, width, channels], () => Math.fround(random()));
    const expected = runReference(network, input);
    const { run } = await createTensorflowNetwork(await open(tier), network);
    const outputs = await run(Float32Array.from(input.data), 2);
    for (const [index, name] of network.outputs.entries())
      expect(greatestDifference(outputs[index] ?? [], expected.get(name)?.data ?? []), name).toBeLessThan(
        TOLERANCE,
      );
  });
});

// Without graphics hardware the others take a minute to compile whole networks. A kiosk's self-test asks whichever it counts with, and WebGL
// is held against our kernels by the tests of the tiers.
describe.each(['wasm', 'cpu'] as const)('TensorFlow.js on %s', (tier) => {
  test('agrees with PyTorch on composite faces, and with LiteRT on the scene', async () => {
    const opened = await open(tier);
    await expectLogits(opened, 'mini-xception', classifierGoldenUrl, 8);
    await expectLogits(opened, 'cnn-9layer', cnnGoldenUrl, 1);
    await expectScene(opened, 'short', shortGoldenUrl);
    await expectScene(opened, 'full', fullGoldenUrl);
  });
});
