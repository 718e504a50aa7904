import type { Appearance } from '../../domain/face.ts';
import { intersectionOverUnion, type FrameBox } from '../../domain/geometry.ts';
import type { Agreement } from '../../state/comparison-state.ts';

/** A face with what one system says of it. */
export interface JudgedFace {
  readonly box: FrameBox;
  readonly appearance: Appearance;
}

/** Least intersection over union of two boxes that are the same face: the cascade's lie higher, by a tenth of their side. */
const LEAST_OVERLAP = 0.3;

/** Nothing seen yet. */
export const NO_AGREEMENT: Agreement = {
  frames: 0,
  same: 0,
  oneUndetermined: 0,
  opposite: 0,
  onlyNetwork: 0,
  onlyClassical: 0,
};

/** Pairs of faces at the same place, those that overlap most first; none is in two pairs. */
function pairFaces(
  network: readonly JudgedFace[],
  classical: readonly JudgedFace[],
): readonly (readonly [JudgedFace, JudgedFace])[] {
  const candidates = network
    .flatMap((one) =>
      classical.map((other) => ({ one, other, overlap: intersectionOverUnion(one.box, other.box) })),
    )
    .filter(({ overlap }) => overlap >= LEAST_OVERLAP)
    .toSorted((a, b) => b.overlap - a.overlap);
  const taken = new Set<JudgedFace>();
  return candidates.flatMap(({ one, other }) => {
    if (taken.has(one) || taken.has(other)) return [];
    taken.add(one).add(other);
    return [[one, other] as const];
  });
}

/** Adds what both systems said of one frame. */
export function addFrame(
  agreement: Agreement,
  network: readonly JudgedFace[],
  classical: readonly JudgedFace[],
): Agreement {
  const pairs = pairFaces(network, classical);
  const same = pairs.filter(([one, other]) => one.appearance === other.appearance).length;
  const opposite = pairs.filter(
    ([one, other]) =>
      one.appearance !== other.appearance &&
      one.appearance !== 'undetermined' &&
      other.appearance !== 'undetermined',
  ).length;
  return {
    frames: agreement.frames + 1,
    same: agreement.same + same,
    oneUndetermined: agreement.oneUndetermined + pairs.length - same - opposite,
    opposite: agreement.opposite + opposite,
    onlyNetwork: agreement.onlyNetwork + network.length - pairs.length,
    onlyClassical: agreement.onlyClassical + classical.length - pairs.length,
  };
}
