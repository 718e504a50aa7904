import type { RawFace } from '../../face-buffer.ts';
import type { LetterboxTransform } from '../letterbox/letterbox.ts';
import type { NonMaximumSuppressionParameters } from './non-maximum-suppression.ts';

/** What a detector says of one grid: `scores` are `[cells * anchors]` logits, `regressors` `[cells * anchors * 16]` model pixels. */
export interface AnchorOutputs {
  readonly scores: ArrayLike<number>;
  readonly regressors: ArrayLike<number>;
}

/** One anchor decoded: edges and keypoints in units of the model's input. */
interface Candidate {
  readonly logit: number;
  readonly score: number;
  /** Left, top, right, bottom, then 6 keypoints (x, y). */
  readonly values: readonly number[];
}

type Edges = readonly [left: number, top: number, right: number, bottom: number];

function edgesOf({ values: [left = NaN, top = NaN, right = NaN, bottom = NaN] }: Candidate): Edges {
  return [left, top, right, bottom];
}

/** All anchors that may be faces, in the order of their index. */
function decode(
  { modelSize, layers, minScore }: NonMaximumSuppressionParameters,
  outputs: readonly AnchorOutputs[],
): Candidate[] {
  return layers.flatMap(({ gridSize, anchorsPerCell }, layer) =>
    Array.from({ length: gridSize * gridSize * anchorsPerCell }, (_, anchor): Candidate | undefined => {
      const logit = outputs[layer]?.scores[anchor] ?? NaN;
      const score = 1 / (1 + Math.exp(-logit));
      if (!(score >= minScore) || !Number.isFinite(logit)) return undefined;
      const raw = Array.from(
        { length: 16 },
        (_value, value) => outputs[layer]?.regressors[anchor * 16 + value] ?? NaN,
      );
      if (!raw.every(Number.isFinite)) return undefined;
      const cell = Math.floor(anchor / anchorsPerCell);
      const anchorX = ((cell % gridSize) + 0.5) / gridSize;
      const anchorY = (Math.floor(cell / gridSize) + 0.5) / gridSize;
      const [x = NaN, y = NaN, width = NaN, height = NaN, ...points] = raw.map((value) => value / modelSize);
      const keypoints = points.map((value, index) => value + (index % 2 === 0 ? anchorX : anchorY));
      const centreX = x + anchorX;
      const centreY = y + anchorY;
      const edges = [centreX - width / 2, centreY - height / 2, centreX + width / 2, centreY + height / 2];
      return { logit, score, values: [...edges, ...keypoints] };
    }).filter((candidate) => candidate !== undefined),
  );
}

function intersectionOverUnion(a: Edges, b: Edges): number {
  const width = Math.max(Math.min(a[2], b[2]) - Math.max(a[0], b[0]), 0);
  const height = Math.max(Math.min(a[3], b[3]) - Math.max(a[1], b[1]), 0);
  const union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - width * height;
  return union > 0 ? (width * height) / union : 0;
}

/** The score-weighted mean of candidates, in frame pixels, with the best one's score. */
function merge(
  candidates: readonly Candidate[],
  bestScore: number,
  toFrame: (value: number, index: number) => number,
): RawFace {
  const weight = candidates.reduce((sum, { score }) => sum + score, 0);
  const values = Array.from({ length: 16 }, (_, index) => {
    const sum = candidates.reduce((total, { score, values: own }) => total + score * (own[index] ?? NaN), 0);
    return toFrame(sum / weight, index);
  });
  const [left = NaN, top = NaN, right = NaN, bottom = NaN, ...points] = values;
  const keypoints = Array.from(
    { length: 6 },
    (_, index) => [points[2 * index] ?? NaN, points[2 * index + 1] ?? NaN] as const,
  );
  return { box: [left, top, right - left, bottom - top], score: bestScore, keypoints };
}

/** The slow twin of `non-maximum-suppression.wgsl`, in double precision: faces in frame pixels, best first. */
export function nonMaximumSuppressionReference(
  parameters: NonMaximumSuppressionParameters,
  outputs: readonly AnchorOutputs[],
  { scale, offsetX, offsetY }: LetterboxTransform,
): RawFace[] {
  const toFrame = (value: number, index: number): number =>
    (value * parameters.modelSize - (index % 2 === 0 ? offsetX : offsetY)) * scale;
  let remaining = decode(parameters, outputs);
  const faces: RawFace[] = [];
  while (remaining.length > 0 && faces.length < parameters.maxFaces) {
    const best = remaining.reduce((a, b) => (b.logit > a.logit ? b : a));
    const isSameFace = (candidate: Candidate): boolean =>
      candidate === best ||
      intersectionOverUnion(edgesOf(candidate), edgesOf(best)) > parameters.iouThreshold;
    faces.push(merge(remaining.filter(isSameFace), best.score, toFrame));
    remaining = remaining.filter((candidate) => !isSameFace(candidate));
  }
  return faces;
}
