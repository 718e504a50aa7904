import { beforeAll, describe, expect, test } from 'vitest';
import miniXceptionUrl from '../../../public/models/mini-xception.safetensors?url&inline';
import goldenUrl from '../../../fixtures/goldens/mini-xception.safetensors?url&inline';
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
let faces: Float32Array;
beforeAll(async () => {
  const weights = readSafetensors('weights', await bytesOfAsset(miniXceptionUrl));
  classifier = miniXception((name, shape) => takeTensor('weights', weights, name, shape), 1e-3);
  const golden = readSafetensors('golden', await bytesOfAsset(goldenUrl));
  faces = takeTensor('golden', golden, 'input', [8, 64, 64, 1]);
});

/** The same network for a smaller picture: a slow twin is run hundreds of times. */
function ofSize(side: number): Network {
  return { ...classifier, input: { ...classifier.input, height: side, width: side } };
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

describe('the plain gradient agrees with central differences', () => {
  const SIDE = 20;
  const STEP = 1e-6;
  /** Each pixel that is looked at costs two runs of a slow twin. */
  const EVERY = 37;

  test.each(TARGETS)(
    'of %s',
    (_, target) => {
      const small = ofSize(SIDE);
      const { layers, scores } = recordNetwork(small);
      const forward = { ...small, layers };
      const random = seededRandom(5);
      const input = createFeatureMap([1, SIDE, SIDE, 1], () => random());
      const gradient = gradientOf(gradientNetwork(small, { target, guided: false }), input);
      expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0.01);
      const valueAt = (pixel: number, shift: number): number => {
        const data = input.data.slice();
        data[pixel] = (data[pixel] ?? 0) + shift;
        return explained(mapOf(runReference(forward, { ...input, data }), scores), target);
      };
      for (let pixel = 0; pixel < SIDE * SIDE; pixel += EVERY) {
        const difference = (valueAt(pixel, STEP) - valueAt(pixel, -STEP)) / (2 * STEP);
        expect(gradient[pixel], `pixel ${pixel}`).toBeCloseTo(difference, 6);
      }
    },
    TIMEOUT_MS,
  );
});

describe('the guided gradient agrees with TensorFlow.js on a composite face', () => {
  const guided = true;

  test.each(TARGETS)(
    'of %s',
    async (_name, target) => {
      const face = faces.subarray(0, 64 * 64);
      const input = createFeatureMap([1, 64, 64, 1], (_item, y, x) => face[y * 64 + x] ?? NaN);
      const gradient = gradientOf(gradientNetwork(classifier, { target, guided }), input);
      const expected = await gradientOfTensorflow(classifier, face, { target, guided });
      const greatest = Math.max(...expected.map(Math.abs));
      expect(greatest).toBeGreaterThan(0.01);
      expect(greatestDifference(gradient, expected) / greatest).toBeLessThan(1e-3);
    },
    TIMEOUT_MS,
  );
});

test('the features are those before the maps of the classes, with their gradient', () => {
  const rule = { target: { kind: 'class', index: 1 }, guided: false } as const;
  const { network, features, featuresGradient, scores } = gradientNetwork(ofSize(32), rule);
  const random = seededRandom(6);
  const maps = runReference(
    network,
    createFeatureMap([1, 32, 32, 1], () => random()),
  );
  const found = mapOf(maps, features);
  expect(mapOf(maps, featuresGradient)).toMatchObject({ height: found.height, channels: 128 });
  expect(mapOf(maps, scores)).toMatchObject({ height: found.height, channels: 2 });
});
