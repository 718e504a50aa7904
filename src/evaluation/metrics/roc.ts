import type { Judged } from './judge.ts';
import { rounded } from './share.ts';

/** One point: both are shares of people called a man at one threshold. */
export interface RocPoint {
  /** Of true women. */
  readonly falseMan: number;
  /** Of true men. */
  readonly trueMan: number;
}

/** Receiver operating characteristic; "man" is the positive answer, since positive log-odds mean it. */
export interface Roc {
  /** Area under the curve, 0 to 1: how often a random man has greater log-odds than a random woman; ties count half. Null unless there are both. */
  readonly auc: number | null;
  /** From (0, 0) to (1, 1); at most about 200 of all corners. */
  readonly points: readonly RocPoint[];
}

const MAX_POINTS = 200;

/** Every corner of the curve in counts, from nobody called a man to everybody. */
function cornersOf(judged: readonly Judged[]): { women: number; men: number }[] {
  const sorted = judged.toSorted((a, b) => b.logOdds - a.logOdds);
  const corners = [{ women: 0, men: 0 }];
  let [women, men] = [0, 0];
  for (const [index, { label, logOdds }] of sorted.entries()) {
    if (label === 'woman') women += 1;
    else men += 1;
    // People with the same log-odds are on the same side of every threshold.
    if (sorted[index + 1]?.logOdds !== logOdds) corners.push({ women, men });
  }
  return corners;
}

/** The curve over all thresholds, and the area under it by the trapezoidal rule, which is exact for a curve of straight lines. */
export function rocOf(judged: readonly Judged[]): Roc {
  const corners = cornersOf(judged);
  const { women, men } = corners.at(-1) ?? { women: 0, men: 0 };
  if (women === 0 || men === 0) return { auc: null, points: [] };
  let area = 0;
  for (const [index, corner] of corners.entries()) {
    const before = corners[index - 1] ?? corner;
    area += ((corner.women - before.women) * (corner.men + before.men)) / 2;
  }
  const step = Math.max(1, Math.ceil(corners.length / MAX_POINTS));
  const shown = corners.filter((_, index) => index % step === 0 || index === corners.length - 1);
  return {
    auc: rounded(area / (women * men)),
    points: shown.map((corner) => ({
      falseMan: rounded(corner.women / women),
      trueMan: rounded(corner.men / men),
    })),
  };
}
