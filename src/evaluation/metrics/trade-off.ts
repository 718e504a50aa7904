import type { Judged } from './judge.ts';
import { share, wilsonInterval, type Interval } from './share.ts';

/** What is decided at one threshold, and how much of that is right. */
export interface Decided {
  /** Share of people who are decided. */
  readonly share: number | null;
  /** Of those decided, and its 95 % interval. */
  readonly accuracy: number | null;
  readonly interval: Interval | null;
}

/** The same at a threshold of |log-odds|. */
export interface TradeOffPoint extends Decided {
  readonly threshold: number;
}

const STEP = 0.25;
const LAST = 6;

function decidedOf(decided: readonly Judged[], all: readonly Judged[]): Decided {
  const right = decided.filter((one) => one.right).length;
  return {
    share: share(decided.length, all.length),
    accuracy: share(right, decided.length),
    interval: wilsonInterval(right, decided.length),
  };
}

/** Of those whom the kiosk would decide: at the threshold of the model's card. */
export function decidedByKiosk(judged: readonly Judged[]): Decided {
  return decidedOf(
    judged.filter(({ appearance }) => appearance !== 'undetermined'),
    judged,
  );
}

/** From a threshold of 0, where all are decided, to 6, in steps of a quarter. */
export function tradeOffOf(judged: readonly Judged[]): readonly TradeOffPoint[] {
  return Array.from({ length: LAST / STEP + 1 }, (_, index) => {
    const threshold = index * STEP;
    const decided = judged.filter(({ logOdds }) => Math.abs(logOdds) >= threshold);
    return { threshold, ...decidedOf(decided, judged) };
  });
}
