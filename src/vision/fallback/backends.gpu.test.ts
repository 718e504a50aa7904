import { afterEach, describe, expect, test } from 'vitest';
import fullGoldenUrl from '../../../fixtures/goldens/detector-full.safetensors?url';
import shortGoldenUrl from '../../../fixtures/goldens/detector-short.safetensors?url';
import cnnGoldenUrl from '../../../fixtures/goldens/cnn-9layer.safetensors?url';
import classifierGoldenUrl from '../../../fixtures/goldens/mini-xception.safetensors?url';
import type { ClassifierName, Tier } from '../../domain/face.ts';
import { loadClassifier } from '../classifier/load-classifier.ts';
import { loadDetector } from '../detector/load-detector.ts';
import { greatestDifference } from '../engine/gpu.testing.ts';
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

/** On graphics adapters the full range stands for both, which has every kind of layer that the short one has: one in software compiles for long. */
function detectorsOn(tier: Tier): readonly (readonly ['short' | 'full', string])[] {
  const full = ['full', fullGoldenUrl] as const;
  return tier === 'webgpu' || tier === 'webgl' ? [full] : [['short', shortGoldenUrl], full];
}

describe.each(['webgpu', 'wasm', 'webgl', 'cpu'] as const)('TensorFlow.js on %s', (tier) => {
  test('agrees with PyTorch on composite faces, and with LiteRT on the scene', async () => {
    const opened = await openBackend(tier, document.baseURI);
    if (typeof opened === 'string') throw new Error(opened);
    backend = opened;
    await expectLogits(opened, 'mini-xception', classifierGoldenUrl, 8);
    for (const [range, url] of detectorsOn(tier)) {
      const expected = await goldenOf(url);
      const { network, anchorLayers } = await loadDetector(range, document.baseURI);
      const detect = await createTensorflowNetwork(opened, network);
      const outputs = await detect.run(expected('input'), 1);
      const joined = (part: 0 | 1): number[] =>
        anchorLayers.flatMap((_, layer) => [...(outputs[2 * layer + part] ?? [])]);
      expect(greatestDifference(joined(0), expected('classificators')), `${range}: scores`).toBeLessThan(
        TOLERANCE,
      );
      expect(greatestDifference(joined(1), expected('regressors')), `${range}: regressors`).toBeLessThan(
        TOLERANCE,
      );
    }
  });

  // One face, since software adapters take seconds for it.
  test('agrees with PyTorch on what the second network says of a composite face', async () => {
    const opened = await openBackend(tier, document.baseURI);
    if (typeof opened === 'string') throw new Error(opened);
    backend = opened;
    await expectLogits(opened, 'cnn-9layer', cnnGoldenUrl, 1);
  });
});
