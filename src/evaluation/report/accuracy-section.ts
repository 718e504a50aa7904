import { scaleLinear } from 'd3-scale';
import type { Accuracy } from '../metrics/accuracy.ts';
import { markup, type Markup } from './markup.ts';
import { figureBeside, tableOf } from './table.ts';
import { formatCount, formatInterval, formatShare } from './words.ts';

const WIDTH = 460;
const LEFT = 92;
const RIGHT = 16;
const ROW = 34;
const FOOT = 44;
const CAP = 5;

/** The table of people and shares right, for whatever the rows are. */
export function accuracyTable(
  caption: string,
  rows: readonly (readonly [name: string, accuracy: Accuracy])[],
): Markup {
  return tableOf({
    caption,
    columns: ['', 'people', 'right', '95 % interval', 'women right', 'men right'],
    rows: rows.map(([name, { n, accuracy, interval, woman, man }]) => [
      name,
      formatCount(n),
      formatShare(accuracy),
      formatInterval(interval),
      formatShare(woman),
      formatShare(man),
    ]),
  });
}

/** A point and its interval for each row, on one axis of shares. */
function intervalFigure(
  label: string,
  rows: readonly (readonly [name: string, accuracy: Accuracy])[],
): Markup {
  const lows = rows.map(([, { interval }]) => interval?.[0] ?? 1);
  const from = Math.floor(10 * Math.min(...lows, 0.9)) / 10;
  const x = scaleLinear([from, 1], [LEFT, WIDTH - RIGHT]);
  const foot = 8 + ROW * rows.length;
  return markup`<svg class="plot" viewBox="0 0 ${WIDTH} ${foot + FOOT}" role="img" aria-label="${label}">
${x.ticks(5).map(
  (value) => markup`<line class="grid" x1="${x(value)}" x2="${x(value)}" y1="4" y2="${foot}" />
<text class="tick" x="${x(value)}" y="${foot + 18}" text-anchor="middle">${formatShare(value).replace('.0 %', ' %')}</text>`,
)}
<text class="axis" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${foot + FOOT - 4}" text-anchor="middle">right, with 95 % interval</text>
${rows.map(([name, { accuracy, interval }], index) => {
  const y = 8 + ROW * (index + 0.5);
  const title = markup`<text class="row" x="${LEFT - 12}" y="${y + 5}" text-anchor="end">${name}</text>`;
  if (accuracy === null || interval === null) return title;
  const [low, high] = interval.map((end) => x(end));
  return markup`${title}<path class="whisker" d="M${low ?? 0} ${y - CAP}v${2 * CAP}m0 ${-CAP}H${high ?? 0}m0 ${-CAP}v${2 * CAP}" />
<circle class="point" cx="${x(accuracy)}" cy="${y}" r="5" />`;
})}
</svg>`;
}

/** Shares right by age or by group; nothing where the metadata has none. */
export function accuracySection(
  title: string,
  caption: string,
  accuracies: Readonly<Record<string, Accuracy>>,
): Markup {
  const rows = Object.entries(accuracies);
  if (rows.length === 0) return markup``;
  const label = `${title}: ${rows.map(([name, { accuracy }]) => `${name} ${formatShare(accuracy)}`).join(', ')}`;
  return markup`<section><h2>${title}</h2>${figureBeside(caption, intervalFigure(label, rows), accuracyTable(`${title}, in numbers`, rows))}</section>`;
}
