import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Size } from '../../../../domain/geometry.ts';
import {
  download,
  greatestDifference,
  requireDevice,
  runSteps,
  tolerance,
  type TestDevice,
} from '../../gpu.testing.ts';
import { planStep } from '../../plan.ts';
import type { View } from '../../view-buffer.ts';
import { emptyOutputs, grid, place, randomOutputs } from './anchors.testing.ts';
import { decodeAnchorsReference, type Candidate, type ViewOutputs } from './decode-anchors.reference.ts';
import { decodeAnchors, type DecodeAnchorsParameters } from './decode-anchors.ts';
import { uploadAnchors } from './run-anchors.testing.ts';

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

const FRAME: Size = { width: 300, height: 200 };
const TWO_GRIDS: DecodeAnchorsParameters = {
  modelSize: 64,
  layers: [
    { gridSize: 9, anchorsPerCell: 2 },
    { gridSize: 5, anchorsPerCell: 6 },
  ],
  maxViews: 4,
  capacity: 400,
  minScore: 0.5,
};
const VIEWS: readonly View[] = [
  { x: 0, y: -50, side: 300 },
  { x: 0, y: 0, side: 120 },
  { x: 90.5, y: 40.25, side: 130 },
  { x: 180, y: 80, side: 120 },
];

/** The candidates that the kernel wrote, view by view. */
async function run(
  parameters: DecodeAnchorsParameters,
  views: readonly ViewOutputs[],
): Promise<Candidate[][]> {
  const { candidates, bindings } = uploadAnchors(gpu, parameters, views, FRAME);
  const resources = bindings.map((buffer) => ({ buffer }));
  await runSteps(gpu.device, [planStep('decode', decodeAnchors, parameters, resources)]);
  const bytes = await download(gpu.device, candidates);
  const stride = 4 + parameters.capacity * 20;
  return views.map((_, index) => {
    const [count = 0] = new Uint32Array(bytes, 4 * index * stride, 1);
    const values = new Float32Array(bytes, 4 * (index * stride + 4));
    return Array.from({ length: count }, (_candidate, slot) => {
      const [x = NaN, y = NaN, width = NaN, height = NaN, logit = NaN, ...rest] = values.subarray(
        20 * slot,
        20 * slot + 17,
      );
      return { logit, box: [x, y, width, height] as const, keypoints: rest };
    });
  });
}

function numbersOf(candidates: readonly Candidate[]): number[] {
  return candidates.flatMap(({ logit, box, keypoints }) => [logit, ...box, ...keypoints]);
}

async function expectTwinsAgree(
  parameters: DecodeAnchorsParameters,
  views: readonly ViewOutputs[],
): Promise<Candidate[][]> {
  const expected = decodeAnchorsReference(parameters, views, FRAME);
  const found = await run(parameters, views);
  expect(found.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  for (const [index, candidates] of found.entries())
    expect(greatestDifference(numbersOf(candidates), numbersOf(expected[index] ?? []))).toBeLessThan(
      tolerance(4, FRAME.width),
    );
  return found;
}

function randomViews(count: number, parameters = TWO_GRIDS): ViewOutputs[] {
  return VIEWS.slice(0, count).map((view, index) => ({ view, grids: randomOutputs(parameters, 11 + index) }));
}

test.each([0, 1, 2, 4])('random anchors of %i views', async (count) => {
  const found = await expectTwinsAgree(TWO_GRIDS, randomViews(count));
  for (const candidates of found) expect(candidates.length).toBeGreaterThan(20);
});

test('one grid is enough', async () => {
  const parameters = { ...TWO_GRIDS, layers: [{ gridSize: 8, anchorsPerCell: 1 }] };
  const [candidates] = await expectTwinsAgree(parameters, randomViews(1, parameters));
  expect(candidates?.length).toBeGreaterThan(5);
});

test('of more candidates than there is room for, the first are kept', async () => {
  const [all] = await run(TWO_GRIDS, randomViews(1));
  const [kept] = await expectTwinsAgree({ ...TWO_GRIDS, capacity: 7 }, randomViews(1));
  expect(kept).toEqual(all?.slice(0, 7));
});

test('a box that leaves its view is left to another, but not where the frame itself ends', async () => {
  const outputs = emptyOutputs(TWO_GRIDS);
  // The first anchor's box leaves the view above and at the left, the last one's below and at the right.
  place(grid(outputs), 0, 4, 20);
  place(grid(outputs), 9 * 9 * 2 - 1, 4, 20);
  const counts = async (view: View): Promise<number> =>
    (await expectTwinsAgree(TWO_GRIDS, [{ view, grids: outputs }]))[0]?.length ?? NaN;
  expect(await counts({ x: 50, y: 50, side: 80 })).toBe(0);
  expect(await counts({ x: 0, y: 0, side: 80 })).toBe(1);
  expect(await counts({ x: 220, y: 120, side: 80 })).toBe(1);
  expect(await counts({ x: 0, y: -50, side: 300 })).toBe(2);
});

test.each([NaN, Infinity, -Infinity])(
  '%d is no candidate, neither as a score nor in a box',
  async (wrong) => {
    const outputs = emptyOutputs(TWO_GRIDS);
    place(grid(outputs), 20, wrong, 10);
    place(grid(outputs, 1), 40, wrong, 10);
    place(grid(outputs), 40, 8, wrong);
    grid(outputs).scores[50] = 8;
    grid(outputs).regressors[50 * 16 + 15] = wrong;
    place(grid(outputs, 1), 60, 1, 10);
    const [candidates] = await expectTwinsAgree(TWO_GRIDS, [
      { view: VIEWS[0] ?? { x: 0, y: 0, side: 1 }, grids: outputs },
    ]);
    expect(candidates).toHaveLength(1);
  },
);

test('more than two grids are refused', () => {
  const small = { gridSize: 2, anchorsPerCell: 1 };
  expect(() => decodeAnchors.overrides({ ...TWO_GRIDS, layers: [small, small, small] })).toThrow(
    'one or two grids',
  );
});
