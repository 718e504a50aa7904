import { beforeAll, describe, expect, test } from 'vitest';
import cnnUrl from '../../../public/models/cnn-9layer.safetensors?url&inline';
import miniXceptionUrl from '../../../public/models/mini-xception.safetensors?url&inline';
import goldenUrl from '../../../fixtures/goldens/mini-xception.safetensors?url&inline';
import { cnn9Layer } from '../classifier/cnn-9layer.ts';
import { miniXception } from '../classifier/mini-xception.ts';
import { createFeatureMap, type FeatureMap } from '../engine/feature-map.ts';
import type { GradientTarget } from '../engine/gradient-layers.ts';
import { greatestDifference, seededRandom } from '../engine/gpu.testing.ts';
import type { Network } from '../engine/network.ts';
import { runReference } from '../engine/network-reference.ts';
import { gradientOfTensorflow } from '../engine/tensorflow.testing.ts';
import { bytesOfAsset } from '../weights/files.testing.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import { takeTensor } from '../weights/tensor.ts';
import { gradientNetwork, type GradientNetwork } from './gradient-network.ts';
import { recordNetwork } from './record-network.ts';

const TARGETS: readonly (readonly [string, GradientTarget])[] = [
  ['woman', { kind: 'class', index: 0 }],
  ['man', { kind: 'class', index: 1 }],
  ['the greatest of both', { kind: 'greatest' }],
];

let classifier: Network;
let cnn: Network;
let faces: Float32Array;
beforeAll(async () => {
  const cnnWeights = readSafetensors('cnn', await bytesOfAsset(cnnUrl));
  cnn = cnn9Layer((name, shape) => takeTensor('cnn', cnnWeights, name, shape), 1e-3);
  const weights = readSafetensors('weights', await bytesOfAsset(miniXceptionUrl));
  classifier = miniXception((name, shape) => takeTensor('weights', weights, name, shape), 1e-3);
  const golden = readSafetensors('golden', await bytesOfAsset(goldenUrl));
  faces = takeTensor('golden', golden, 'input', [8, 64, 64, 1]);
});

/** The same network for a smaller picture: a slow twin is run hundreds of times. */
function ofSize(network: Network, side: number): Network {
  return { ...network, input: { ...network.input, height: side, width: side } };
}

/** An input of random numbers, one item. */
function randomInput({ input: { height, width, channels } }: Network, seed: number): FeatureMap {
  const random = seededRandom(seed);
  return createFeatureMap([1, height, width, channels], () => random());
}

function mapOf(maps: ReadonlyMap<string, FeatureMap>, name: string): FeatureMap {
  const map = maps.get(name);
  if (map === undefined) throw new Error(`no layer ${name}`);
  return map;
}

function gradientOf({ network, inputGradient }: GradientNetwork, input: FeatureMap): Float64Array {
  return mapOf(runReference(network, input), inputGradient).data;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** What is explained, computed from the classes' maps. */
function explained(scores: FeatureMap, target: GradientTarget): number {
  const { height, width, channels, data } = scores;
  const pixels = Array.from({ length: height * width }, (_, pixel) => [
    ...data.subarray(pixel * channels, (pixel + 1) * channels),
  ]);
  return target.kind === 'greatest'
    ? sum(pixels.map((scoresHere) => Math.max(...scoresHere)))
    : sum(pixels.map((scoresHere) => scoresHere[target.index] ?? NaN)) / pixels.length;
}

/** Slow twins on a busy machine. */
const TIMEOUT_MS = 60_000;

/** Compares every so-manyth number of the gradient with what a small step up and down does. */
function expectCentralDifferences(network: Network, target: GradientTarget, every: number): void {
  const STEP = 1e-6;
  const { layers, scores } = recordNetwork(network);
  const forward = { ...network, layers };
  const input = randomInput(network, 5);
  const gradient = gradientOf(gradientNetwork(network, { target, guided: false }), input);
  expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0.001);
  const valueAt = (index: number, shift: number): number => {
    const data = input.data.slice();
    data[index] = (data[index] ?? 0) + shift;
    return explained(mapOf(runReference(forward, { ...input, data }), scores), target);
  };
  for (let index = 0; index < gradient.length; index += every) {
    const difference = (valueAt(index, STEP) - valueAt(index, -STEP)) / (2 * STEP);
    expect(gradient[index], `number ${index}`).toBeCloseTo(difference, 6);
  }
}

describe('the plain gradient agrees with central differences', () => {
  // Each number that is looked at costs two runs of a slow twin.
  test.each(TARGETS)(
    'of %s',
    (_, target) => expectCentralDifferences(ofSize(classifier, 20), target, 37),
    TIMEOUT_MS,
  );

  test(
    'of the second network',
    () => expectCentralDifferences(ofSize(cnn, 16), { kind: 'greatest' }, 251),
    TIMEOUT_MS,
  );
});

/** Compares a gradient with TensorFlow.js's own. */
async function expectTensorflow(network: Network, input: FeatureMap, target: GradientTarget): Promise<void> {
  const rule = { target, guided: true };
  const gradient = gradientOf(gradientNetwork(network, rule), input);
  const expected = await gradientOfTensorflow(network, Float32Array.from(input.data), rule);
  const greatest = Math.max(...expected.map(Math.abs));
  expect(greatest).toBeGreaterThan(0.01);
  expect(greatestDifference(gradient, expected) / greatest).toBeLessThan(1e-3);
}

describe('the guided gradient agrees with TensorFlow.js', () => {
  test.each(TARGETS)(
    'on a composite face, of %s',
    async (_, target) => {
      const input = createFeatureMap([1, 64, 64, 1], (_item, y, x) => faces[y * 64 + x] ?? NaN);
      await expectTensorflow(classifier, input, target);
    },
    TIMEOUT_MS,
  );

  test(
    'of the second network',
    async () => {
      const small = ofSize(cnn, 32);
      await expectTensorflow(small, randomInput(small, 7), { kind: 'greatest' });
    },
    TIMEOUT_MS,
  );
});

test('the features are those before the maps of the classes, with their gradient', () => {
  const small = ofSize(classifier, 32);
  const rule = { target: { kind: 'class', index: 1 }, guided: false } as const;
  const { network, features, featuresGradient, scores } = gradientNetwork(small, rule);
  const maps = runReference(network, randomInput(small, 6));
  const found = mapOf(maps, features);
  expect(mapOf(maps, featuresGradient)).toMatchObject({ height: found.height, channels: 128 });
  expect(mapOf(maps, scores)).toMatchObject({ height: found.height, channels: 2 });
});
