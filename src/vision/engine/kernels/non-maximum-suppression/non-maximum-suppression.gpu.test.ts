import { afterAll, beforeAll, expect, test } from 'vitest';
import { facesBytes, readFaces, type RawFace } from '../../face-buffer.ts';
import {
  download,
  greatestDifference,
  requireDevice,
  runSteps,
  tolerance,
  type TestDevice,
} from '../../gpu.testing.ts';
import { planStep } from '../../plan.ts';
import {
  emptyOutputs,
  grid,
  place,
  randomOutputs,
  type TestAnchors,
} from '../decode-anchors/anchors.testing.ts';
import { decodeAnchorsReference, type ViewOutputs } from '../decode-anchors/decode-anchors.reference.ts';
import { decodeAnchors, type DecodeAnchorsParameters } from '../decode-anchors/decode-anchors.ts';
import { uploadAnchors } from '../decode-anchors/run-anchors.testing.ts';
import { nonMaximumSuppressionReference } from './non-maximum-suppression.reference.ts';
import { nonMaximumSuppression, type NonMaximumSuppressionParameters } from './non-maximum-suppression.ts';

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

const MODEL_SIZE = 64;
type Parameters = DecodeAnchorsParameters & NonMaximumSuppressionParameters;
const ONE_GRID: Parameters = {
  modelSize: MODEL_SIZE,
  layers: [{ gridSize: 8, anchorsPerCell: 1 }],
  maxViews: 1,
  capacity: 400,
  minScore: 0.5,
  maxFaces: 16,
  iouThreshold: 0.3,
  containedThreshold: 0.6,
};
const TWO_GRIDS: Parameters = {
  ...ONE_GRID,
  layers: [
    { gridSize: 9, anchorsPerCell: 2 },
    { gridSize: 5, anchorsPerCell: 6 },
  ],
};
/** A view that is the whole frame, one frame pixel a model pixel. */
const FRAME = { width: MODEL_SIZE, height: MODEL_SIZE };
const WHOLE = { x: 0, y: 0, side: MODEL_SIZE };

function bind(bound: readonly GPUBuffer[]): GPUBindingResource[] {
  return bound.map((buffer) => ({ buffer }));
}

/** Decodes the anchors and suppresses them, one kernel after the other. */
async function runViews(parameters: Parameters, views: readonly ViewOutputs[]): Promise<RawFace[]> {
  const { device, pool } = gpu;
  const buffers = uploadAnchors(gpu, parameters, views, FRAME);
  const faces = pool.storage('faces', facesBytes(parameters.maxFaces));
  await runSteps(device, [
    planStep('decode', decodeAnchors, parameters, bind(buffers.bindings)),
    planStep(
      'suppression',
      nonMaximumSuppression,
      parameters,
      bind([buffers.views, buffers.candidates, faces]),
    ),
  ]);
  return readFaces(await download(device, faces));
}

async function run(parameters: Parameters, outputs: readonly TestAnchors[]): Promise<RawFace[]> {
  return runViews(parameters, [{ view: WHOLE, grids: outputs }]);
}

function numbersOf(faces: readonly RawFace[]): number[] {
  return faces.flatMap(({ box, score, keypoints }) => [...box, score, ...keypoints.flat()]);
}

async function expectViewsAgree(parameters: Parameters, views: readonly ViewOutputs[]): Promise<RawFace[]> {
  const candidates = decodeAnchorsReference(parameters, views, FRAME);
  const expected = nonMaximumSuppressionReference(parameters, candidates);
  const found = await runViews(parameters, views);
  expect(found).toHaveLength(expected.length);
  // A mean sums up to all candidates that overlap, in frame pixels.
  expect(greatestDifference(numbersOf(found), numbersOf(expected))).toBeLessThan(tolerance(32, MODEL_SIZE));
  return found;
}

async function expectTwinsAgree(parameters: Parameters, outputs: readonly TestAnchors[]): Promise<RawFace[]> {
  return expectViewsAgree(parameters, [{ view: WHOLE, grids: outputs }]);
}

test.each([1, 2, 3])('random anchors of one grid, seed %i', async (seed) => {
  const parameters = { ...ONE_GRID, maxFaces: 64 };
  const faces = await expectTwinsAgree(parameters, randomOutputs(parameters, seed));
  expect(faces.length).toBeGreaterThan(3);
});

test.each([4, 5, 6])('random anchors of two grids in three views, seed %i', async (seed) => {
  const parameters = { ...TWO_GRIDS, maxViews: 5, maxFaces: 64 };
  const views = [WHOLE, { x: 0, y: 10, side: 30 }, { x: 24.5, y: 0, side: 40 }].map((view, index) => ({
    view,
    grids: randomOutputs(TWO_GRIDS, seed + 10 * index),
  }));
  await expectViewsAgree(parameters, views);
});

test('a face that two views see is one face; what an absent view once said is nobody', async () => {
  const views = [WHOLE, { x: 16, y: 16, side: 32 }].map((view) => ({ view, grids: emptyOutputs(ONE_GRID) }));
  const [whole, part] = views;
  if (whole === undefined || part === undefined) throw new Error('two views were made');
  // Centres: anchor 18 of the whole lies at 20; anchor 9 of the part at 16 + 12 / 2 = 22.
  place(grid(whole.grids), 18, 2, 10);
  place(grid(part.grids), 9, 3, 20);
  const parameters = { ...ONE_GRID, maxViews: 2 };
  const [face, ...others] = await expectViewsAgree(parameters, views);
  expect(others).toEqual([]);
  expect(face?.box[2]).toBeCloseTo(10);
  expect(await runViews(parameters, [])).toEqual([]);
});

test('of a box within a much larger one, only the better stays, as it is', async () => {
  const outputs = emptyOutputs(ONE_GRID);
  place(grid(outputs), 27, 2, 40);
  place(grid(outputs), 28, 3, 8);
  const [face, ...others] = await expectTwinsAgree(ONE_GRID, outputs);
  expect(others).toEqual([]);
  expect(face?.box.slice(2)).toEqual([8, 8].map((value) => expect.closeTo(value, 4)));
});

test('only the best faces are kept when there are more than the maximum', async () => {
  const parameters = { ...TWO_GRIDS, maxFaces: 3 };
  const outputs = randomOutputs(parameters, 7);
  const faces = await expectTwinsAgree(parameters, outputs);
  expect(faces).toHaveLength(3);
  const scores = faces.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

test('no anchor above the lowest score is no face', async () => {
  expect(await run(ONE_GRID, emptyOutputs(ONE_GRID))).toEqual([]);
});

test('a tie goes to the anchor of the lower index, and takes what overlaps it', async () => {
  const outputs = emptyOutputs(ONE_GRID);
  // Three boxes in a row: the middle one overlaps both others, which do not overlap one another.
  [8, 9, 10].forEach((anchor, index) => place(grid(outputs), anchor, index === 1 ? 1 : 2, 15.5));
  const faces = await expectTwinsAgree(ONE_GRID, outputs);
  expect(faces).toHaveLength(2);
  const [first, second] = faces;
  expect(second?.box).toEqual([12.25, 4.25, 15.5, 15.5].map((value) => expect.closeTo(value, 4)));
  expect(first?.box[0]).toBeGreaterThan(-3.75);
  expect(first?.box[0]).toBeLessThan(4.25);
});

test('a merged face is the mean of its anchors weighted with their scores, with the best one’s score', async () => {
  const outputs = emptyOutputs(ONE_GRID);
  const [ninetyPercent, sixtyPercent] = [Math.log(9), Math.log(1.5)];
  place(grid(outputs), 9, ninetyPercent, 20);
  place(grid(outputs), 10, sixtyPercent, 20);
  const [face, ...others] = await run(ONE_GRID, outputs);
  expect(others).toEqual([]);
  // Centres lie at 12 and 20 of 64, so left edges at 2 and 10.
  expect(face?.box[0]).toBeCloseTo((0.9 * 2 + 0.6 * 10) / 1.5, 4);
  expect(face?.box.slice(1)).toEqual([2, 20, 20].map((value) => expect.closeTo(value, 4)));
  expect(face?.score).toBeCloseTo(0.9, 5);
});

test('the last anchor of the second grid counts like the first of the first', async () => {
  const outputs = emptyOutputs(TWO_GRIDS);
  place(grid(outputs), 0, 3, 8);
  place(grid(outputs, 1), 149, 4, 8);
  const faces = await expectTwinsAgree(TWO_GRIDS, outputs);
  expect(faces).toHaveLength(2);
});

test('more candidates than the kernel can hold are refused', () => {
  expect(() => nonMaximumSuppression.overrides({ ...ONE_GRID, maxViews: 11 })).toThrow('4096 candidates');
});
