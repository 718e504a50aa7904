import { beforeAll, describe, expect, test } from 'vitest';
import sceneUrl from '../../../fixtures/scene.png?url';
import type { Face, Tier } from '../../domain/face.ts';
import { createCropClassifier } from '../classifier/classify-crops.ts';
import { MINI_XCEPTION_SIZE } from '../classifier/mini-xception.ts';
import { chooseEngine } from './ladder.ts';

/** Greatest difference of a probability between two tiers. */
const TOLERANCE = 1e-3;
/** Greatest difference of a place in the frame, pixels. */
const TOLERANCE_PX = 0.1;

const SIDE = MINI_XCEPTION_SIZE;
const VALUES = SIDE * SIDE;
const BATCH = 30;

function manProbability([woman = NaN, man = NaN]: ArrayLike<number> & Iterable<number>): number {
  return 1 / (1 + Math.exp(woman - man));
}

/** A composite face of the demo on grey, as the classifier sees it. */
async function faceInput(name: string): Promise<Float32Array> {
  const picture = await createImageBitmap(await (await fetch(`/demo/${name}.webp`)).blob());
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  context.fillStyle = '#808080';
  context.fillRect(0, 0, SIDE, SIDE);
  context.drawImage(picture, 0, 0, SIDE, SIDE);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return Float32Array.from({ length: VALUES }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(4 * pixel);
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 127.5 - 1;
  });
}

/** `[faces, 2]` logits. */
async function classify(tier: Tier, inputs: readonly Float32Array[]): Promise<number[]> {
  const classifier = await createCropClassifier(document.baseURI, tier, 'mini-xception');
  const logits: number[] = [];
  for (let start = 0; start < inputs.length; start += BATCH) {
    const part = inputs.slice(start, start + BATCH);
    const batch = new Float32Array(part.length * VALUES);
    for (const [index, input] of part.entries()) batch.set(input, index * VALUES);
    logits.push(...(await classifier.classify(batch, part.length)));
  }
  classifier.dispose();
  return logits;
}

describe('every composite face', () => {
  let inputs: Float32Array[] = [];
  let expected: number[] = [];
  beforeAll(async () => {
    const names = ['woman', 'man'].flatMap((kind) =>
      Array.from({ length: 30 }, (_, index) => `${kind}-${String(index).padStart(2, '0')}`),
    );
    inputs = await Promise.all(names.map(faceInput));
    expected = await classify('wgsl', inputs);
    // Otherwise networks that say the same of everybody would agree.
    expect(
      new Set(inputs.map((_, face) => (expected[2 * face] ?? 0) > (expected[2 * face + 1] ?? 0))).size,
    ).toBe(2);
  });

  // TensorFlow.js on WebGPU is held against PyTorch by the tests of the backends: on a software adapter it starts slowly.
  test.each([
    ['wasm', 60],
    ['webgl', 12],
    ['cpu', 12],
  ] as const)(
    // prettier-ignore
    'gets the same label and probability from %s as from our kernels',
    async (tier, faces) => {
      const step = inputs.length / faces;
      const chosen = Array.from({ length: faces }, (_, index) => index * step);
      const logits = await classify(tier, chosen.map((face) => inputs[face] ?? new Float32Array())); // prettier-ignore
      for (const [index, face] of chosen.entries()) {
        const [own, other] = [expected.slice(2 * face, 2 * face + 2), logits.slice(2 * index, 2 * index + 2)];
        const difference = Math.abs(manProbability(own) - manProbability(other));
        expect(difference, `face ${face}`).toBeLessThan(TOLERANCE);
        expect((own[0] ?? 0) > (own[1] ?? 0), `face ${face}`).toBe((other[0] ?? 0) > (other[1] ?? 0));
      }
    },
  );
});

async function facesBy(tier: Tier, asVideo = false): Promise<readonly Face[]> {
  const engine = await chooseEngine({ range: 'full', tier, baseUrl: document.baseURI });
  if (typeof engine === 'string') throw new Error(engine);
  expect(engine.report.tier).toBe(tier);
  const bitmap = await createImageBitmap(await (await fetch(sceneUrl)).blob());
  const frame = asVideo ? new VideoFrame(bitmap, { timestamp: 0 }) : bitmap;
  const { faces, frameSize } = await engine.pipeline.analyse(frame);
  engine.dispose();
  expect(frameSize).toEqual({ width: 960, height: 540 });
  return faces.toSorted((a, b) => a.box.x - b.box.x);
}

function expectSame(faces: readonly Face[], expected: readonly Face[], tolerancePx: number): void {
  expect(faces).toHaveLength(expected.length);
  for (const [index, { box, keypoints, score, logits }] of faces.entries()) {
    const other = expected[index];
    const places = [box.x, box.y, box.width, box.height, ...keypoints.flatMap(({ x, y }) => [x, y])];
    const { x = 0, y = 0, width = 0, height = 0 } = other?.box ?? {};
    const expectedPlaces = [
      x,
      y,
      width,
      height,
      ...(other?.keypoints ?? []).flatMap((point) => [point.x, point.y]),
    ];
    const apart = places.map((place, at) => Math.abs(place - (expectedPlaces[at] ?? NaN)));
    expect(Math.max(...apart)).toBeLessThan(tolerancePx);
    expect(Math.abs(score - (other?.score ?? NaN))).toBeLessThan(TOLERANCE);
    expect(Math.abs(manProbability(logits) - manProbability(other?.logits ?? []))).toBeLessThan(TOLERANCE);
  }
}

// What is beside the networks is the same code on all of TensorFlow.js's backends.
test('the scene shows the same four people, in the same places, by our kernels and by TensorFlow.js', async () => {
  const expected = await facesBy('wgsl');
  expect(expected).toHaveLength(4);
  for (const tier of ['wasm', 'cpu'] as const) expectSame(await facesBy(tier), expected, TOLERANCE_PX);
  // A video frame is read another way than a bitmap.
  expectSame(await facesBy('wasm', true), expected, TOLERANCE_PX);
});
