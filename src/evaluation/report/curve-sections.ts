import type { Calibration } from '../../domain/face.ts';
import type { CalibrationBin } from '../metrics/calibration.ts';
import type { Findings } from '../metrics/metrics.ts';
import { markup, type Markup } from './markup.ts';
import { lineOf, plot, shareAxis, type Place } from './plot.ts';
import { figureBeside, tableOf } from './table.ts';
import { formatCount, formatInterval, formatShare } from './words.ts';

/** A population with its name: `all ages`, `adults`. */
export type Population = readonly [name: string, findings: Findings];

const SERIES = ['first', 'second'];
/** Every second threshold of the curve is enough for the table. */
const THRESHOLDS_A_ROW = 2;

function legend(populations: readonly Population[]): Markup {
  return markup`<span class="legend">${populations.map(
    ([name], index) =>
      markup`<span><svg class="key" viewBox="0 0 32 10" aria-hidden="true"><line class="series ${SERIES[index] ?? ''}" x1="1" x2="31" y1="5" y2="5" /></svg>${name}</span>`,
  )}</span>`;
}

/** Receiver operating characteristic of each population. */
export function rocSection(populations: readonly Population[]): Markup {
  const shown = populations.filter(([, { roc }]) => roc.auc !== null);
  if (shown.length === 0) return markup``;
  const label = `ROC curve. Area under it: ${shown.map(([name, { roc }]) => `${name} ${roc.auc}`).join(', ')}`;
  const figure = plot(label, shareAxis('women called men'), shareAxis('men called men'), ({ x, y }) => [
    lineOf('chance', [
      [x(0), y(0)],
      [x(1), y(1)],
    ]),
    ...shown.map(([, { roc }], index) =>
      lineOf(
        `series ${SERIES[index] ?? ''}`,
        roc.points.map((point) => [x(point.falseMan), y(point.trueMan)]),
      ),
    ),
  ]);
  const table = tableOf({
    caption: 'Area under the curve',
    columns: ['', 'people', 'area'],
    rows: shown.map(([name, { n, roc }]) => [name, formatCount(n), roc.auc?.toFixed(4) ?? '–']),
  });
  return markup`<section><h2>Every threshold between woman and man</h2>
<p>The curve (ROC) moves the border between the two answers from one end to the other. An area of 1 tells all women from all men; 0.5, the thin line, is a coin.</p>
${figureBeside('Of women and of men: how many are called men.', markup`${legend(shown)}${figure}`, table)}</section>`;
}

function binMarks({ x, y }: Place, { confidence, accuracy, interval }: CalibrationBin): Markup {
  if (confidence === null || accuracy === null || interval === null) return markup``;
  const at = x(confidence);
  return markup`<path class="whisker" d="M${at} ${y(interval[0])}V${y(interval[1])}" />
<circle class="point" cx="${at}" cy="${y(accuracy)}" r="5" />`;
}

/** Whether the model is right as often as it says. */
export function calibrationSection([name, { calibration }]: Population): Markup {
  const { expectedError, bins } = calibration;
  const label = `Calibration curve of ${name}; expected calibration error ${formatShare(expectedError)}`;
  const lows = bins.map(({ interval }) => interval?.[0] ?? 1);
  const least = Math.min(0.5, Math.floor(10 * Math.min(...lows)) / 10);
  const figure = plot(
    label,
    shareAxis('as sure as the model says', 0.5),
    shareAxis('right', least),
    (place) => [
      lineOf('chance', [
        [place.x(0.5), place.y(0.5)],
        [place.x(1), place.y(1)],
      ]),
      ...bins.map((bin) => binMarks(place, bin)),
    ],
  );
  const table = tableOf({
    caption: `Calibration, ${name}`,
    columns: ['probability of the guess', 'people', 'mean', 'right', '95 % interval'],
    rows: bins.map(({ from, to, n, confidence, accuracy, interval }) => [
      `${Math.round(100 * from)} to ${Math.round(100 * to)} %`,
      formatCount(n),
      formatShare(confidence),
      formatShare(accuracy),
      formatInterval(interval),
    ]),
  });
  return markup`<section><h2>Is it as sure as it should be?</h2>
<p>On the line, the model is right as often as it says. Expected calibration error of ${name}: <strong>${expectedError === null ? '–' : `${(100 * expectedError).toFixed(2)} %`}</strong>, over ten bins of equal width.</p>
${figureBeside('Points above the line: too modest; below: too sure.', figure, table)}</section>`;
}

/** What is decided, and how much of it is right, at each threshold. */
export function tradeOffSection([name, { tradeOff, decided }]: Population, card: Calibration): Markup {
  const threshold = card.undeterminedBelowAbsLogOdds;
  const known = tradeOff.filter(({ accuracy }) => accuracy !== null);
  const least = Math.floor(20 * Math.min(...known.map(({ accuracy }) => accuracy ?? 1), 0.95)) / 20;
  const label = `Share decided and share right, ${name}; at the card's threshold ${formatShare(decided.share)} and ${formatShare(decided.accuracy)}`;
  const figure = plot(
    label,
    shareAxis('people decided'),
    shareAxis('right, of those decided', least),
    ({ x, y }) => [
      lineOf(
        'series first',
        known.map(({ share, accuracy }) => [x(share ?? 0), y(accuracy ?? 0)]),
      ),
      markup`<circle class="point" cx="${x(decided.share ?? 0)}" cy="${y(decided.accuracy ?? 0)}" r="6" />`,
    ],
  );
  const rows = tradeOff
    .filter((_, index) => index % THRESHOLDS_A_ROW === 0)
    .map((point) => [point.threshold.toFixed(1), point] as const);
  const table = tableOf({
    caption: `Threshold of |log-odds|, ${name}`,
    columns: ['threshold', 'decided', 'right of those', '95 % interval'],
    rows: [[`${threshold} (card)`, decided] as const, ...rows].map(([title, point]) => [
      title,
      formatShare(point.share),
      formatShare(point.accuracy),
      formatInterval(point.interval),
    ]),
  });
  return markup`<section><h2>To decide more, or to be right more often</h2>
<p>Below a threshold of ${threshold} of |log-odds| the kiosk calls nobody woman or man: the point in the picture. Of ${name}, <strong>${formatShare(decided.share)}</strong> are decided, and of those <strong>${formatShare(decided.accuracy)}</strong> are right.</p>
${figureBeside('Fewer are decided to the left, and more of them are right.', figure, table)}</section>`;
}
