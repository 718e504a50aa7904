import { afterAll, beforeAll, expect, test } from 'vitest';
import crowd from '../../fixtures/crowd.json';
import crowdUrl from '../../fixtures/crowd.png?url';
import type { Face } from '../domain/face.ts';
import { loadClassifier } from './classifier/load-classifier.ts';
import { loadDetector } from './detector/load-detector.ts';
import { countDeviceCalls, type DeviceCalls } from './device-calls.testing.ts';
import { requireDevice, type TestDevice } from './engine/gpu.testing.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import type { AnalyseOptions, FrameResult } from './protocol.ts';

/** Dispatches of a full-range frame with one view: no view may add to them. */
const MOST_DISPATCHES = 67;

let gpu: TestDevice;
let calls: DeviceCalls;
let pipeline: Pipeline;
beforeAll(async () => {
  gpu = await requireDevice();
  calls = countDeviceCalls(gpu.device);
  const models = [
    loadDetector('far', document.baseURI),
    loadClassifier(document.baseURI, 'mini-xception'),
  ] as const;
  pipeline = await createPipeline(gpu.device, ...(await Promise.all(models)));
});
afterAll(() => {
  pipeline.dispose();
  gpu.dispose();
});

async function takeCrowd(): Promise<ImageBitmap> {
  return createImageBitmap(await (await fetch(crowdUrl)).blob());
}

async function analyseAt(
  timeMs: number,
  options?: AnalyseOptions,
  picture = takeCrowd(),
): Promise<FrameResult> {
  const bitmap = await picture;
  const frame = new VideoFrame(bitmap, { timestamp: timeMs * 1000 });
  bitmap.close();
  calls.reset();
  return pipeline.analyse(frame, options);
}

/** How many faces have this drawn person's centre in their middle. */
function facesOf(person: (typeof crowd)[number], faces: readonly Face[]): number {
  return faces.filter(({ box: { x, y, width, height } }) => {
    const distance = Math.hypot(x + width / 2 - person.x, y + height / 2 - person.y);
    return distance < person.face / 2;
  }).length;
}

test('all 24 small people of the crowd are found once each, and nobody else, once every square was looked at', async () => {
  const { width, height } = await takeCrowd();
  const empty = await analyseAt(0, {}, createImageBitmap(new ImageData(width, height)));
  expect(empty.faces).toEqual([]);
  const { faces: first } = await analyseAt(20);
  for (const timeMs of [40, 80, 120]) await analyseAt(timeMs);
  const { faces, dispatches } = await analyseAt(160);
  expect(crowd.map((person) => facesOf(person, faces))).toEqual(crowd.map(() => 1));
  expect(faces).toHaveLength(crowd.length);
  // After nobody, nobody expected so many: those beyond the room say nothing in their first frame, and are classified later.
  expect(first.length).toBeGreaterThan(4);
  expect(first.slice(1).map(({ logits }) => logits)).toEqual(first.slice(1).map(() => [0, 0]));
  expect(faces.every(({ logits: [woman, man] }) => woman !== man)).toBe(true);
  expect(calls.counts()).toMatchObject({ submit: 1, mapAsync: 1, dispatchWorkgroups: dispatches });
  expect(dispatches).toBeLessThanOrEqual(MOST_DISPATCHES);
  // They go on being found while they are there.
  expect((await analyseAt(200)).faces).toHaveLength(crowd.length);
});

test('on a still picture all of them are found and classified at once', async () => {
  // So late that no square is looked at for what was found before.
  const { faces, dispatches } = await analyseAt(60_000, { everySquare: true, everyFace: true });
  expect(crowd.map((person) => facesOf(person, faces))).toEqual(crowd.map(() => 1));
  expect(faces).toHaveLength(crowd.length);
  expect(faces.every(({ logits: [woman, man] }) => woman !== man)).toBe(true);
  expect(dispatches).toBeLessThanOrEqual(MOST_DISPATCHES);
});
