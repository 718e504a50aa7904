/** An evaluation as one page of HTML that needs nothing else: charts, the tables beside them, and what they cannot tell. */
import type { Confusion } from '../metrics/confusion.ts';
import { accuracySection, accuracyTable } from './accuracy-section.ts';
import { calibrationSection, rocSection, tradeOffSection, type Population } from './curve-sections.ts';
import type { Evaluation } from './evaluation.ts';
import { leftOutOf } from './left-out.ts';
import { Markup, markup } from './markup.ts';
import { REPORT_STYLES } from './styles.ts';
import { tableOf } from './table.ts';
import { formatCount, formatInterval, formatMoment, formatShare } from './words.ts';

/** What the report says besides the figures. */
export interface ReportOptions {
  /** Name of the data set, or the folder of the pictures. */
  readonly dataSet: string;
  readonly madeAtMs: number;
  /** Time zone of the date; the machine's own where it is not given. */
  readonly timeZone?: string;
}

/** The populations that have anybody in them: all, and adults where ages are known. */
function populationsOf(evaluation: Evaluation): [Population, ...Population[]] {
  const all: Population = ['all ages', evaluation];
  return evaluation.adults.n > 0 ? [all, ['adults', evaluation.adults]] : [all];
}

function header(evaluation: Evaluation, { dataSet, madeAtMs, timeZone }: ReportOptions): Markup {
  const { model, tier, metadata } = evaluation;
  const labels = metadata.file === '' ? '' : `, labels of ${metadata.file}`;
  return markup`<header><h1>How often ${model} is right</h1>
<p>${formatCount(evaluation.n)} faces of ${dataSet}${labels} (${metadata.format}); computed on the tier ${tier}; ${formatMoment(madeAtMs, timeZone)}.</p></header>`;
}

function tiles(populations: readonly Population[], [main, { balanced, decided }]: Population): Markup {
  const right = populations.map(
    ([name, { accuracy, interval }]) => markup`<div><dt>Right, ${name}</dt><dd>${formatShare(accuracy)}</dd>
<dd>95 % interval ${formatInterval(interval)}</dd></div>`,
  );
  return markup`<dl class="tiles">${right}
<div><dt>Balanced, ${main}</dt><dd>${formatShare(balanced)}</dd><dd>mean of women right and men right</dd></div>
<div><dt>Decided, ${main}</dt><dd>${formatShare(decided.share)}</dd><dd>${formatShare(decided.accuracy)} of them right</dd></div></dl>`;
}

function confusionTable(name: string, confusion: Confusion): Markup {
  return tableOf({
    caption: `Answers of the kiosk, ${name}`,
    columns: ['label', 'called woman', 'called man', 'undetermined', 'people'],
    rows: (['woman', 'man'] as const).map((label) => {
      const { woman, man, undetermined } = confusion[label];
      const all = woman + man + undetermined;
      const cell = (count: number): string =>
        all === 0 ? '0' : `${formatCount(count)} (${formatShare(count / all)})`;
      return [label, cell(woman), cell(man), cell(undetermined), formatCount(all)];
    }),
  });
}

function mistakesSection({ mistakes }: Evaluation): Markup {
  if (mistakes.length === 0) return markup``;
  return markup`<section><h2>The worst mistakes</h2>
<p>Wrong guesses of which the model was surest. A label may be wrong, too: look at the pictures. Only their names stand here.</p>
${tableOf({
  caption: 'Most confident mistakes',
  columns: ['file', 'label', 'guess', 'probability of the guess'],
  rows: mistakes.map(({ file, label, confidence }) => [
    file,
    label,
    label === 'woman' ? 'man' : 'woman',
    `${(100 * confidence).toFixed(2)} %`,
  ]),
})}</section>`;
}

function dataSection({ metadata, noFace, noFaceThere, n, facesPerSec, medianFaceMs }: Evaluation): Markup {
  const { rows, used } = metadata;
  const left = leftOutOf(metadata);
  const kept = rows - left.reduce((sum, { count }) => sum + count, 0);
  return markup`<section><h2>The pictures</h2>
${tableOf({
  caption: 'From the metadata to the figures',
  columns: ['', 'pictures'],
  rows: [
    ['in the metadata', formatCount(rows)],
    ...left.map(({ reason, count }) => [`left out: ${reason}`, formatCount(count)]),
    ...(used < kept ? [['left out: beyond the limit that was asked for', formatCount(kept - used)]] : []),
    ['left out: no face found', formatCount(noFace - noFaceThere)],
    ['left out: no face where the metadata says', formatCount(noFaceThere)],
    ['in the figures', formatCount(n)],
  ],
})}
<p class="speed">Speed: ${facesPerSec} pictures a second, reading and decoding them included; a median of ${medianFaceMs} ms for the network to look at one.</p></section>`;
}

const LIMITS = markup`<section><h2>What these figures cannot tell</h2><ul>
<li>How it will be at your entrance: light, distance, angle and people are others there. Compare with what you see at the door.</li>
<li>What anybody is. The labels say woman or man as somebody wrote them down; a face is not a gender, and labels are wrong, too.</li>
<li>That two groups differ, where their intervals overlap. Groups and ages are the data set's own, and often estimates.</li>
<li>That a model is good, where it was trained on these pictures or on others of the same people.</li>
<li>How often a person is counted right: the kiosk sees each person in many frames, an evaluation in one. Intervals are of chance in drawing the people, and of nothing else.</li>
</ul></section>`;

/** The whole page. It has no script, and loads nothing. */
export function renderReport(evaluation: Evaluation, options: ReportOptions): string {
  const populations = populationsOf(evaluation);
  const main = populations.at(-1) ?? populations[0];
  const groups = evaluation.adults.n > 0 ? 'Adults by group' : 'By group';
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
<title>${evaluation.model} on ${options.dataSet}</title><style>${new Markup(REPORT_STYLES)}</style></head>
<body><main>${header(evaluation, options)}${tiles(populations, main)}
<section><h2>All in all</h2>${accuracyTable('Right, when nobody is undetermined', [
    ['all ages', evaluation],
    ...(evaluation.adults.n > 0
      ? ([
          ['5 and over', evaluation.ageFivePlus],
          ['adults, 18 and over', evaluation.adults],
        ] as const)
      : []),
  ])}${populations.map(([name, { confusion }]) => confusionTable(name, confusion))}</section>
${accuracySection('By age', 'Of all faces whose age is known.', evaluation.byAge)}
${accuracySection(groups, "The groups are the metadata's own.", evaluation.byGroup)}
${rocSection(populations)}${calibrationSection(main)}${tradeOffSection(main, evaluation.card)}
${mistakesSection(evaluation)}${dataSection(evaluation)}${LIMITS}</main></body></html>
`.text;
}
