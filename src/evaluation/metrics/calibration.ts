import { confidenceOf, type Judged } from './judge.ts';
import { rounded, share, wilsonInterval, type Interval } from './share.ts';

/** People whose guess has a probability from `from` up to `to`. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Mean probability of the guess. Null, as `accuracy` and its 95 % interval, in an empty bin. */
  readonly confidence: number | null;
  readonly accuracy: number | null;
  readonly interval: Interval | null;
}

/** Whether the model is right as often as it says. */
export interface CalibrationCurve {
  /** Mean of |accuracy - confidence| over the bins, weighted by their people; null without anybody. */
  readonly expectedError: number | null;
  readonly bins: readonly CalibrationBin[];
}

const BINS = 10;
/** The guess of two classes cannot be less probable. */
const LEAST = 0.5;
const WIDTH = (1 - LEAST) / BINS;

/**
 * Ten bins of equal width over the probability of the guess, 0.5 to 1. Expected calibration error as in Naeini et al. 2015 and
 * Guo et al. 2017.
 */
export function calibrationOf(judged: readonly Judged[]): CalibrationCurve {
  const bins = Array.from({ length: BINS }, () => ({ n: 0, confidence: 0, right: 0 }));
  for (const one of judged) {
    const confidence = confidenceOf(one);
    const bin = bins[Math.min(BINS - 1, Math.floor((confidence - LEAST) / WIDTH))];
    if (bin === undefined) continue;
    bin.n += 1;
    bin.confidence += confidence;
    bin.right += one.right ? 1 : 0;
  }
  const gap = bins.reduce((sum, { confidence, right }) => sum + Math.abs(right - confidence), 0);
  return {
    expectedError: share(gap, judged.length),
    bins: bins.map(({ n, confidence, right }, index) => ({
      from: rounded(LEAST + index * WIDTH),
      to: rounded(LEAST + (index + 1) * WIDTH),
      n,
      confidence: share(confidence, n),
      accuracy: share(right, n),
      interval: wilsonInterval(right, n),
    })),
  };
}
