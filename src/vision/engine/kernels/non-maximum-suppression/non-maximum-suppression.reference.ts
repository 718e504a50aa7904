import type { RawFace } from '../../face-buffer.ts';
import type { Candidate } from '../decode-anchors/decode-anchors.reference.ts';
import type { NonMaximumSuppressionParameters } from './non-maximum-suppression.ts';

type Box = Candidate['box'];

function intersectionOf([ax, ay, aw, ah]: Box, [bx, by, bw, bh]: Box): number {
  const width = Math.max(Math.min(ax + aw, bx + bw) - Math.max(ax, bx), 0);
  const height = Math.max(Math.min(ay + ah, by + bh) - Math.max(ay, by), 0);
  return width * height;
}

function areaOf([, , width, height]: Box): number {
  return width * height;
}

function intersectionOverUnion(a: Box, b: Box): number {
  const union = areaOf(a) + areaOf(b) - intersectionOf(a, b);
  return union > 0 ? intersectionOf(a, b) / union : 0;
}

/** The part of the smaller box that lies in the other. */
function containedPart(a: Box, b: Box): number {
  const smaller = Math.min(areaOf(a), areaOf(b));
  return smaller > 0 ? intersectionOf(a, b) / smaller : 0;
}

function scoreOf({ logit }: Candidate): number {
  return 1 / (1 + Math.exp(-logit));
}

/** The score-weighted mean of candidates, with the best one's score. */
function merge(candidates: readonly Candidate[], best: Candidate): RawFace {
  const weight = candidates.reduce((sum, candidate) => sum + scoreOf(candidate), 0);
  const mean = (value: (candidate: Candidate) => number | undefined): number =>
    candidates.reduce((sum, candidate) => sum + scoreOf(candidate) * (value(candidate) ?? NaN), 0) / weight;
  const keypoint = (index: number): number => mean(({ keypoints }) => keypoints[index]);
  return {
    box: [
      mean(({ box }) => box[0]),
      mean(({ box }) => box[1]),
      mean(({ box }) => box[2]),
      mean(({ box }) => box[3]),
    ],
    score: scoreOf(best),
    keypoints: Array.from(
      { length: 6 },
      (_, index) => [keypoint(2 * index), keypoint(2 * index + 1)] as const,
    ),
  };
}

/** The slow twin of `non-maximum-suppression.wgsl`, in double precision: faces in frame pixels, best first. */
export function nonMaximumSuppressionReference(
  {
    maxFaces,
    iouThreshold,
    containedThreshold,
  }: Pick<NonMaximumSuppressionParameters, 'maxFaces' | 'iouThreshold' | 'containedThreshold'>,
  candidates: readonly (readonly Candidate[])[],
): RawFace[] {
  let remaining = candidates.flat();
  const faces: RawFace[] = [];
  while (remaining.length > 0 && faces.length < maxFaces) {
    const best = remaining.reduce((a, b) => (b.logit > a.logit ? b : a));
    const isSameFace = (candidate: Candidate): boolean =>
      candidate === best || intersectionOverUnion(candidate.box, best.box) > iouThreshold;
    faces.push(merge(remaining.filter(isSameFace), best));
    remaining = remaining.filter(
      (candidate) => !isSameFace(candidate) && containedPart(candidate.box, best.box) <= containedThreshold,
    );
  }
  return faces;
}
