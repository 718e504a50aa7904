/** All that a report says of one model. */
import type { Confusion } from '../metrics/confusion.ts';
import { accuracySection, accuracyTable } from './accuracy-section.ts';
import { calibrationSection, rocSection, tradeOffSection, type Population } from './curve-sections.ts';
import type { Evaluation } from './evaluation.ts';
import { leftOutOf } from './left-out.ts';
import { markup, type Markup } from './markup.ts';
import { tableOf } from './table.ts';
import { formatCount, formatInterval, formatShare } from './words.ts';

/** The populations that have anybody in them: all, and adults where ages are known. */
function populationsOf(evaluation: Evaluation): [Population, ...Population[]] {
  const all: Population = ['all ages', evaluation];
  return evaluation.adults.n > 0 ? [all, ['adults', evaluation.adults]] : [all];
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

/** The names of the pictures with the worst mistakes. */
export function mistakesSection({ mistakes }: Evaluation): Markup {
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

/** Tiles, tables and charts of one model; all but its mistakes. */
export function modelSections(evaluation: Evaluation): Markup {
  const populations = populationsOf(evaluation);
  const main = populations.at(-1) ?? populations[0];
  const groups = evaluation.adults.n > 0 ? 'Adults by group' : 'By group';
  return markup`${tiles(populations, main)}
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
${dataSection(evaluation)}`;
}
