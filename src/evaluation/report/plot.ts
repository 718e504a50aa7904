import { scaleLinear } from 'd3-scale';
import { markup, type Markup } from './markup.ts';
import { formatShare } from './words.ts';

/** One axis of a plot: its values from `from` to `to`, and how they are written. */
export interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: number;
  readonly format: (value: number) => string;
}

/** Where a point stands, in units of the plot's view box. */
export interface Place {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

const WIDTH = 460;
const HEIGHT = 320;
const LEFT = 62;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 46;

/** An axis of shares in whole percent. */
export function shareAxis(label: string, from = 0, ticks = 5): Axis {
  return { label, from, to: 1, ticks, format: (value) => formatShare(value).replace('.0 %', ' %') };
}

/** A line through points. */
export function lineOf(className: string, points: readonly (readonly [x: number, y: number])[]): Markup {
  const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  return markup`<polyline class="${className}" points="${path}" />`;
}

function placeOf(x: Axis, y: Axis): Place {
  return {
    x: scaleLinear([x.from, x.to], [LEFT, WIDTH - RIGHT]),
    y: scaleLinear([y.from, y.to], [HEIGHT - BOTTOM, TOP]),
  };
}

function ticksOf({ from, to, ticks }: Axis): number[] {
  return scaleLinear([from, to], [0, 1]).ticks(ticks);
}

/** A plot with two linear axes; `label` says in words what it shows. `draw` places the content. */
export function plot(label: string, x: Axis, y: Axis, draw: (place: Place) => readonly Markup[]): Markup {
  const place = placeOf(x, y);
  const [foot, left, right] = [HEIGHT - BOTTOM, LEFT, WIDTH - RIGHT];
  return markup`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${ticksOf(y).map(
  (
    value,
  ) => markup`<line class="grid" x1="${left}" x2="${right}" y1="${place.y(value)}" y2="${place.y(value)}" />
<text class="tick" x="${left - 8}" y="${place.y(value) + 4}" text-anchor="end">${y.format(value)}</text>`,
)}
${ticksOf(x).map(
  (
    value,
  ) => markup`<line class="grid" x1="${place.x(value)}" x2="${place.x(value)}" y1="${TOP}" y2="${foot}" />
<text class="tick" x="${place.x(value)}" y="${foot + 18}" text-anchor="middle">${x.format(value)}</text>`,
)}
<text class="axis" x="${(left + right) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${x.label}</text>
<text class="axis" transform="translate(13 ${(TOP + foot) / 2}) rotate(-90)" text-anchor="middle">${y.label}</text>
${draw(place)}
</svg>`;
}
