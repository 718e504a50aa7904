/** Anchors for tests of decoding and suppression: empty, random, or with boxes where a test wants them. */
import { seededRandom } from '../../gpu.testing.ts';
import type { AnchorOutputs } from './decode-anchors.reference.ts';
import type { DecodeAnchorsParameters } from './decode-anchors.ts';

/** The grids of a detector. */
export type AnchorGrids = Pick<DecodeAnchorsParameters, 'layers'>;

/** What a detector says of one grid, to be written to. */
export interface TestAnchors extends AnchorOutputs {
  readonly scores: Float32Array<ArrayBuffer>;
  readonly regressors: Float32Array<ArrayBuffer>;
}

/** Anchors that say nothing: no face anywhere. */
export function emptyOutputs({ layers }: AnchorGrids): TestAnchors[] {
  return layers.map(({ gridSize, anchorsPerCell }) => {
    const anchors = gridSize ** 2 * anchorsPerCell;
    return { scores: new Float32Array(anchors).fill(-9), regressors: new Float32Array(anchors * 16) };
  });
}

/** Every anchor with a random score, box and key points; about half of them pass `minScore`, and many overlap. */
export function randomOutputs(parameters: AnchorGrids, seed: number): TestAnchors[] {
  const random = seededRandom(seed);
  return emptyOutputs(parameters).map(({ scores, regressors }) => ({
    scores: scores.map(() => 6 * random()),
    regressors: regressors.map((_, index) =>
      index % 16 === 2 || index % 16 === 3 ? 12 + 8 * random() : 6 * random(),
    ),
  }));
}

/** Places a square box of `sizePx` model pixels on an anchor. */
export function place(
  { scores, regressors }: TestAnchors,
  anchor: number,
  logit: number,
  sizePx: number,
): void {
  scores[anchor] = logit;
  regressors.set([0, 0, sizePx, sizePx], anchor * 16);
}

/** The outputs of one grid. */
export function grid(outputs: readonly TestAnchors[], index = 0): TestAnchors {
  const found = outputs[index];
  if (found === undefined) throw new Error(`no grid ${index}`);
  return found;
}
