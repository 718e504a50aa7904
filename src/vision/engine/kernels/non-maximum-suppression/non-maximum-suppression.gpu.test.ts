import { afterAll, beforeAll, expect, test } from 'vitest';
import { facesBytes, readFaces, type RawFace } from '../../face-buffer.ts';
import { padChannels } from '../../feature-map.ts';
import {
  download,
  greatestDifference,
  requireDevice,
  runSteps,
  tolerance,
  type TestDevice,
} from '../../gpu.testing.ts';
import { planStep } from '../../plan.ts';
import { letterboxTransform, type LetterboxTransform } from '../letterbox/letterbox.ts';
import { emptyOutputs, grid, place, randomOutputs, type TestAnchors } from './anchors.testing.ts';
import { nonMaximumSuppressionReference } from './non-maximum-suppression.reference.ts';
import { nonMaximumSuppression, type NonMaximumSuppressionParameters } from './non-maximum-suppression.ts';

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

const MODEL_SIZE = 64;
const IDENTITY: LetterboxTransform = { scale: 1, offsetX: 0, offsetY: 0 };
const ONE_GRID: NonMaximumSuppressionParameters = {
  modelSize: MODEL_SIZE,
  layers: [{ gridSize: 8, anchorsPerCell: 1 }],
  maxFaces: 16,
  minScore: 0.5,
  iouThreshold: 0.3,
};
const TWO_GRIDS: NonMaximumSuppressionParameters = {
  ...ONE_GRID,
  layers: [
    { gridSize: 9, anchorsPerCell: 2 },
    { gridSize: 5, anchorsPerCell: 6 },
  ],
};

async function run(
  parameters: NonMaximumSuppressionParameters,
  outputs: readonly TestAnchors[],
  { scale, offsetX, offsetY }: LetterboxTransform = IDENTITY,
): Promise<RawFace[]> {
  const { device, pool } = gpu;
  const grids = [outputs[0], outputs[1] ?? outputs[0]].flatMap((anchors, index) => {
    if (anchors === undefined) throw new Error('a detector needs a grid');
    const { anchorsPerCell } = parameters.layers[index] ?? { anchorsPerCell: 1 };
    return [
      pool.upload('scores', padChannels(anchors.scores, anchorsPerCell)),
      pool.upload('regressors', anchors.regressors),
    ];
  });
  const transform = pool.uniform('transform', 16);
  device.queue.writeBuffer(transform, 0, new Float32Array([scale, offsetX, offsetY, 0]));
  const faces = pool.storage('faces', facesBytes(parameters.maxFaces));
  const resources = [...grids, transform, faces].map((buffer) => ({ buffer }));
  await runSteps(device, [planStep('suppression', nonMaximumSuppression, parameters, resources)]);
  return readFaces(await download(device, faces));
}

function numbersOf(faces: readonly RawFace[]): number[] {
  return faces.flatMap(({ box, score, keypoints }) => [...box, score, ...keypoints.flat()]);
}

async function expectTwinsAgree(
  parameters: NonMaximumSuppressionParameters,
  outputs: readonly TestAnchors[],
  transform: LetterboxTransform = IDENTITY,
): Promise<RawFace[]> {
  const expected = nonMaximumSuppressionReference(parameters, outputs, transform);
  const found = await run(parameters, outputs, transform);
  expect(found).toHaveLength(expected.length);
  // A mean sums up to all anchors that overlap, in frame pixels.
  const allowed = tolerance(32, MODEL_SIZE * transform.scale);
  expect(greatestDifference(numbersOf(found), numbersOf(expected))).toBeLessThan(allowed);
  return found;
}

test.each([1, 2, 3])('random anchors of one grid, seed %i', async (seed) => {
  const parameters = { ...ONE_GRID, maxFaces: 64 };
  const faces = await expectTwinsAgree(parameters, randomOutputs(parameters, seed));
  expect(faces.length).toBeGreaterThan(3);
});

test.each([4, 5, 6])('random anchors of two grids in a letterboxed frame, seed %i', async (seed) => {
  const transform = letterboxTransform({ width: 1280, height: 717 }, MODEL_SIZE);
  await expectTwinsAgree({ ...TWO_GRIDS, maxFaces: 64 }, randomOutputs(TWO_GRIDS, seed), transform);
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

test.each([NaN, Infinity, -Infinity])('%d never wins, neither as a score nor in a box', async (wrong) => {
  const outputs = emptyOutputs(TWO_GRIDS);
  place(grid(outputs), 0, wrong, 20);
  place(grid(outputs, 1), 3, wrong, 20);
  place(grid(outputs), 40, 8, wrong);
  grid(outputs).scores[50] = 8;
  grid(outputs).regressors[50 * 16 + 15] = wrong;
  place(grid(outputs, 1), 60, 1, 20);
  const faces = await expectTwinsAgree(TWO_GRIDS, outputs);
  expect(faces).toHaveLength(1);
});

test('the letterbox is undone: the margin is taken off, then model pixels become frame pixels', async () => {
  const outputs = emptyOutputs(ONE_GRID);
  place(grid(outputs), 27, 4, 10);
  const [face] = await run(ONE_GRID, outputs, { scale: 3, offsetX: 0, offsetY: 14 });
  // Anchor 27 has its centre at (28, 28) of 64.
  expect(face?.box).toEqual([69, 27, 30, 30].map((value) => expect.closeTo(value, 3)));
  expect(face?.keypoints[0]).toEqual([84, 42].map((value) => expect.closeTo(value, 3)));
});

test('the last anchor of the second grid counts like the first of the first', async () => {
  const outputs = emptyOutputs(TWO_GRIDS);
  place(grid(outputs), 0, 3, 8);
  place(grid(outputs, 1), 149, 4, 8);
  const faces = await expectTwinsAgree(TWO_GRIDS, outputs);
  expect(faces).toHaveLength(2);
});

test('more anchors or grids than the kernel can hold are refused', () => {
  const layer = { gridSize: 64, anchorsPerCell: 2 };
  expect(() => nonMaximumSuppression.overrides({ ...ONE_GRID, layers: [layer] })).toThrow('4096 anchors');
  const small = { gridSize: 2, anchorsPerCell: 1 };
  expect(() => nonMaximumSuppression.overrides({ ...ONE_GRID, layers: [small, small, small] })).toThrow(
    'one or two grids',
  );
});
