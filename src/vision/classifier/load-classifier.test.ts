import * as fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import cardText from '../../../public/models/mini-xception.json?raw';
import cnnCardText from '../../../public/models/cnn-9layer.json?raw';
import cnnWeightsUrl from '../../../public/models/cnn-9layer.safetensors?url&inline';
import weightsUrl from '../../../public/models/mini-xception.safetensors?url&inline';
import type { ClassifierName } from '../../domain/face.ts';
import { bytesOfAsset } from '../weights/files.testing.ts';
import { WeightsError } from '../weights/tensor.ts';
import { loadClassifier, type Classifier } from './load-classifier.ts';

let weights: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  weights = await bytesOfAsset(weightsUrl);
});
afterEach(() => vi.unstubAllGlobals());

/** Serves a card and weights at the places where the app has them, and loads them from there. */
async function load(
  card: string,
  file = weights,
  name: ClassifierName = 'mini-xception',
): Promise<Classifier> {
  const files = new Map<string, BodyInit>([
    [`https://kiosk.test/at/models/${name}.json`, card],
    [`https://kiosk.test/at/models/${name}.safetensors`, file],
  ]);
  vi.stubGlobal('fetch', async (url: string) => {
    const body = files.get(url);
    return body === undefined ? new Response('', { status: 404 }) : new Response(body);
  });
  return loadClassifier('https://kiosk.test/at/', name);
}

function cardWith(changes: Record<string, unknown>): string {
  const card: unknown = JSON.parse(cardText);
  return JSON.stringify(Object.assign({}, card, changes));
}

test('the shipped card and weights give a network with name, version and calibration', async () => {
  const { network, model, calibration } = await load(cardText);
  expect(model).toMatch(/^mini-xception@\d+\.\d+\.\d+$/);
  expect(network.input).toEqual({ height: 64, width: 64, channels: 1 });
  expect(calibration.temperature).toBeGreaterThan(0);
  expect(calibration.undeterminedBelowAbsLogOdds).toBeGreaterThan(0);
});

test('the second network loads from its own card and weights', async () => {
  const file = await bytesOfAsset(cnnWeightsUrl);
  const { network, model, cropSideOverBox } = await load(cnnCardText, file, 'cnn-9layer');
  expect(model).toMatch(/^cnn-9layer@\d+\.\d+\.\d+$/);
  expect(network.input).toEqual({ height: 48, width: 48, channels: 3 });
  expect(cropSideOverBox).toBe(1.15);
});

test('weights of one network under the name of the other are refused', async () => {
  const file = await bytesOfAsset(cnnWeightsUrl);
  await expect(load(cnnCardText, file)).rejects.toMatchObject({
    name: 'WeightsError',
    problem: { file: 'mini-xception.safetensors', found: 'none' },
  });
});

describe('is refused, by name,', () => {
  test.each([
    ['temperature', 0, 'a number above 0', '0'],
    ['temperature', -1, 'a number above 0', '-1'],
    ['temperature', '0.9', 'a number above 0', '"0.9"'],
    ['norm_epsilon', null, 'a number above 0', 'null'],
    ['undetermined_below_abs_log_odds', undefined, 'a number above 0', 'none'],
    ['name', '', 'a text', '""'],
    ['version', 1, 'a text', '1'],
    ['sha256', undefined, 'a text', 'none'],
    ['input', 'grey', 'an object', '"grey"'],
  ])('a card whose %s is %j', async (key, value, expected, found) => {
    await expect(load(cardWith({ [key]: value }))).rejects.toMatchObject({
      name: 'WeightsError',
      problem: { file: 'mini-xception.json', tensor: key, expected, found },
    });
  });

  test.each(['', 'null', '[', '"card"', '<!doctype html>'])('a card that reads %j', async (card) => {
    await expect(load(card)).rejects.toMatchObject({
      name: 'WeightsError',
      problem: { file: 'mini-xception.json', tensor: 'card', expected: 'a JSON object' },
    });
  });

  test('a weight file with one bit changed', async () => {
    const changed = weights.slice();
    changed[100_000] = (changed[100_000] ?? 0) ^ 1;
    await expect(load(cardText, changed)).rejects.toMatchObject({
      name: 'WeightsError',
      problem: { file: 'mini-xception.safetensors', tensor: 'sha256' },
    });
  });
});

test('fuzzed: a card with changed characters loads or is a WeightsError, never anything else', async () => {
  const change = fc.record({ index: fc.nat(cardText.length - 1), text: fc.string({ maxLength: 3 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 4 }), async (changes) => {
      let card = cardText;
      for (const { index, text } of changes) card = card.slice(0, index) + text + card.slice(index + 1);
      try {
        const { calibration } = await load(card);
        expect(calibration.temperature).toBeGreaterThan(0);
      } catch (error) {
        // A refusal is one of the two right outcomes.
        expect(error).toBeInstanceOf(WeightsError);
      }
    }),
    { numRuns: 100 },
  );
});
