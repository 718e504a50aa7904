import type { DayRow } from './day-rows.ts';

const HOUR_MS = 3_600_000;
/** A chart of less time than this would show three bars as wide as doors. */
const MIN_HOURS = 4;

/** The stretch of time that a chart shows, in milliseconds since 1970 UTC. */
export interface ChartSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** Steps from 0 up to at least `highest`: at most four, of 1, 2 or 5 times a power of ten people. */
export function countTicks(highest: number): readonly number[] {
  const rough = Math.max(1, highest / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 1;
  return Array.from({ length: Math.max(1, Math.ceil(highest / step)) + 1 }, (_, index) => index * step);
}

/** Whole local hours (they share the day's phase) from the first measured slot to the last row, within the day. */
export function chartSpan(rows: readonly DayRow[], dayStartMs: number): ChartSpan {
  const hourFloor = (timeMs: number): number =>
    dayStartMs + Math.floor((timeMs - dayStartMs) / HOUR_MS) * HOUR_MS;
  const firstMs = rows.find(({ bucket }) => bucket !== undefined)?.startMs ?? dayStartMs;
  const lastMs = rows.at(-1)?.endMs ?? dayStartMs;
  const startMs = hourFloor(firstMs);
  return { startMs, endMs: Math.max(hourFloor(lastMs - 1) + HOUR_MS, startMs + MIN_HOURS * HOUR_MS) };
}

/** Full hours to write under a chart: every one, or every second, third … so that at most eight remain. */
export function hourTicks({ startMs, endMs }: ChartSpan): readonly number[] {
  const hours = Math.round((endMs - startMs) / HOUR_MS);
  const step = [1, 2, 3, 4, 6].find((size) => hours / size <= 8) ?? 6;
  return Array.from({ length: Math.floor(hours / step) + 1 }, (_, index) => startMs + index * step * HOUR_MS);
}
