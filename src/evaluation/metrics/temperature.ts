import type { Judged } from './judge.ts';
import { rounded } from './share.ts';

/** Ends of the search; answers that are all right would have it go to 0. */
const LEAST = 0.05;
const GREATEST = 20;
/** Each step leaves 0.62 of the stretch. */
const STEPS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Mean negative log-likelihood of the labels, natural logarithm, with log-odds divided by `temperature`. */
function lossOf(signedLogOdds: readonly number[], temperature: number): number {
  const loss = signedLogOdds.reduce((sum, value) => {
    const scaled = value / temperature;
    // log(1 + exp(-scaled)), also where the power has no number.
    return sum + Math.max(-scaled, 0) + Math.log1p(Math.exp(-Math.abs(scaled)));
  }, 0);
  return loss / signedLogOdds.length;
}

/**
 * The temperature at which the answers fit the labels best, between 0.05 and 20, by golden-section search; null without anybody. Source:
 * C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On Calibration of Modern Neural Networks", 2017.
 *
 * @param temperature that the log-odds of `judged` were divided by
 */
export function bestTemperature(judged: readonly Judged[], temperature: number): number | null {
  if (judged.length === 0) return null;
  // Above 0 where the guess is right.
  const signed = judged.map(({ logOdds, label }) => (label === 'man' ? 1 : -1) * logOdds * temperature);
  let [low, high] = [Math.log(LEAST), Math.log(GREATEST)];
  for (let step = 0; step < STEPS; step++) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (lossOf(signed, Math.exp(left)) <= lossOf(signed, Math.exp(right))) high = right;
    else low = left;
  }
  return rounded(Math.exp((low + high) / 2));
}
