/** Whether a quantity stays flat while frames go by. Pure. */

/** One reading. */
export interface Reading {
  readonly frames: number;
  readonly value: number;
}

/** How a quantity went. */
export interface Trend {
  /** Mean over the readings that count. */
  readonly mean: number;
  /** Growth a frame, by the median of the slopes between all pairs of readings (Theil–Sen), which a few odd readings cannot move. */
  readonly perFrame: number;
  /** Growth over the readings that count. */
  readonly growth: number;
}

/** Caches fill and code is compiled in the first part of a run; it says nothing about the rest. */
const WARM_UP_SHARE = 1 / 3;

/** The trend of readings in their order; zero growth when fewer than two are left after the warm-up. */
export function trendOf(readings: readonly Reading[]): Trend {
  const kept = readings.slice(Math.floor(readings.length * WARM_UP_SHARE));
  const mean = kept.reduce((sum, { value }) => sum + value, 0) / Math.max(kept.length, 1);
  const slopes = kept
    .flatMap((from, index) =>
      kept.slice(index + 1).map((to) => (to.value - from.value) / (to.frames - from.frames)),
    )
    .toSorted((a, b) => a - b);
  const perFrame = slopes[Math.floor(slopes.length / 2)] ?? 0;
  const frames = (kept.at(-1)?.frames ?? 0) - (kept[0]?.frames ?? 0);
  return { mean, perFrame, growth: perFrame * frames };
}
