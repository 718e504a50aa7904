/** An evaluation as one page of HTML that needs nothing else: charts, the tables beside them, and what they cannot tell. */
import type { Evaluation } from './evaluation.ts';
import { Markup, markup } from './markup.ts';
import { mistakesSection, modelSections } from './model-sections.ts';
import { sideBySide } from './side-by-side.ts';
import { REPORT_STYLES } from './styles.ts';
import { tableOf } from './table.ts';
import { formatCount, formatMoment } from './words.ts';

/** What the report says besides the figures. */
export interface ReportOptions {
  /** Name of the data set, or the folder of the pictures. */
  readonly dataSet: string;
  readonly madeAtMs: number;
  /** Time zone of the date; the machine's own where it is not given. */
  readonly timeZone?: string;
}

/** One evaluation or more, of the same pictures. */
export type Evaluations = readonly [Evaluation, ...Evaluation[]];

function titleOf([{ model }, ...others]: Evaluations): string {
  return others.length === 0
    ? `How often ${model} is right`
    : `How often ${others.length + 1} models are right`;
}

function header(evaluations: Evaluations, { dataSet, madeAtMs, timeZone }: ReportOptions): Markup {
  const [{ n, metadata }] = evaluations;
  const labels = metadata.file === '' ? '' : `, labels of ${metadata.file}`;
  const tiers = [...new Set(evaluations.map(({ tier }) => tier))].join(', ');
  return markup`<header><h1>${titleOf(evaluations)}</h1>
<p>${formatCount(n)} faces of ${dataSet}${labels} (${metadata.format}); computed on the tier ${tiers}; ${formatMoment(madeAtMs, timeZone)}.</p></header>`;
}

/** One model's sections; several models have them one after another, below a table of all. */
function modelsMarkup(evaluations: Evaluations): Markup {
  const [first, ...others] = evaluations;
  if (others.length === 0) return markup`${modelSections(first)}${mistakesSection(first)}`;
  const { columns, rows } = sideBySide(evaluations);
  return markup`<section><h2>Side by side</h2>
<p>The same pictures for all of them. Where intervals overlap, chance may have made the difference.</p>
${tableOf({ caption: 'Models compared', columns, rows })}</section>
${evaluations.map((evaluation) => markup`<h2 class="model">${evaluation.model}</h2>${modelSections(evaluation)}${mistakesSection(evaluation)}`)}`;
}

const LIMITS = markup`<section><h2>What these figures cannot tell</h2><ul>
<li>How it will be at your entrance: light, distance, angle and people are others there. Compare with what you see at the door.</li>
<li>What anybody is. The labels say woman or man as somebody wrote them down; a face is not a gender, and labels are wrong, too.</li>
<li>That two groups differ, where their intervals overlap. Groups and ages are the data set's own, and often estimates.</li>
<li>That a model is good, where it was trained on these pictures or on others of the same people.</li>
<li>How often a person is counted right: the kiosk sees each person in many frames, an evaluation in one. Intervals are of chance in drawing the people, and of nothing else.</li>
</ul></section>`;

/** The whole page, of all the models that saw the same pictures. It has no script, and loads nothing. */
export function renderReport(evaluations: Evaluations, options: ReportOptions): string {
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
<title>${evaluations.map(({ model }) => model).join(', ')} on ${options.dataSet}</title><style>${new Markup(REPORT_STYLES)}</style></head>
<body><main>${header(evaluations, options)}
${modelsMarkup(evaluations)}${LIMITS}</main></body></html>
`.text;
}
