import { scaleLinear, scaleTime } from 'd3-scale';
import type { DayRow } from './day-rows.ts';

const HOUR_MS = 3_600_000;
/** A chart of less time than this would show three bars as wide as doors. */
const MIN_HOURS = 4;
const COUNT_TICKS = 4;
const HOUR_TICKS = 8;

/** The stretch of time that a chart shows, in milliseconds since 1970 UTC. */
export interface ChartSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** Where things stand on a chart's axes, in percent of its width and height. */
export interface ChartScale {
  readonly across: (timeMs: number) => number;
  readonly up: (count: number) => number;
  /** Whole numbers of people to write beside the chart, from 0 to at least the highest bar. */
  readonly counts: readonly number[];
  /** Full local hours to write under the chart; about eight at most. */
  readonly hoursMs: readonly number[];
}

/** The scale of a chart whose highest bar is `highest` people. */
export function chartScale({ startMs, endMs }: ChartSpan, highest: number): ChartScale {
  const across = scaleTime().domain([startMs, endMs]).range([0, 100]);
  const up = scaleLinear()
    .domain([0, Math.max(1, highest)])
    .nice(COUNT_TICKS)
    .range([0, 100]);
  return {
    across,
    up,
    counts: up.ticks(COUNT_TICKS).filter(Number.isInteger),
    hoursMs: across.ticks(HOUR_TICKS).map(Number),
  };
}

/** Whole local hours (they share the day's phase) from the first measured slot to the last row, within the day. */
export function chartSpan(rows: readonly DayRow[], dayStartMs: number): ChartSpan {
  const hourFloor = (timeMs: number): number =>
    dayStartMs + Math.floor((timeMs - dayStartMs) / HOUR_MS) * HOUR_MS;
  const firstMs = rows.find(({ bucket }) => bucket !== undefined)?.startMs ?? dayStartMs;
  const lastMs = rows.at(-1)?.endMs ?? dayStartMs;
  const startMs = hourFloor(firstMs);
  const shortestMs = MIN_HOURS * HOUR_MS;
  const dayEndMs = new Date(dayStartMs).setDate(new Date(dayStartMs).getDate() + 1);
  const endMs = Math.max(hourFloor(lastMs - 1) + HOUR_MS, Math.min(startMs + shortestMs, dayEndMs));
  return { startMs: Math.min(startMs, endMs - shortestMs), endMs };
}
