/** What an evaluation found out: all models side by side, and each by itself. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatPercent } from '../../format.ts';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { EvaluatedModel, EvaluationResult, WorstMistake } from '../../../state/evaluation-state.ts';

function compared({ columns, rows }: EvaluationResult): TemplateResult {
  return html`<div class="table" role="region" aria-label="Models compared" tabindex="0">
    <table>
      <caption>
        The same pictures for all. Where intervals overlap, chance may have made the difference.
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, ...cells]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function mistake({ file, label, confidence, url }: WorstMistake): TemplateResult {
  const guess = label === 'woman' ? 'man' : 'woman';
  return html`<li>
    ${url === undefined ? nothing : html`<img src=${url} alt="" loading="lazy" decoding="async" />`}
    <span class="file-name">${file}</span>
    <span>label ${label}, guess ${guess}: ${formatPercent(confidence)}</span>
  </li>`;
}

function model({ model: name, sections, mistakes }: EvaluatedModel, open: boolean): TemplateResult {
  return html`<details ?open=${open}>
    <summary><h2>${name}</h2></summary>
    <div class="report">
      ${
        // Made by the report's own template, which escapes whatever comes from files.
        unsafeHTML(sections)
      }
    </div>
    ${
      mistakes.length === 0
        ? nothing
        : html`<section>
            <h2>The worst mistakes</h2>
            <p class="quiet">
              Wrong guesses of which it was surest. A label may be wrong, too. The pictures are shown from
              your own folder, and not kept.
            </p>
            <ul class="mistakes">
              ${mistakes.map(mistake)}
            </ul>
          </section>`
    }
  </details>`;
}

/** Tables, charts and mistakes. */
export function resultView(
  result: EvaluationResult,
  save: () => void,
  offer: TemplateResult | typeof nothing,
): TemplateResult {
  const { models } = result;
  return html`<section class="result" aria-labelledby="result">
    <h2 id="result">Side by side</h2>
    ${compared(result)}
    <div class="actions"><button class="button" @click=${save}>Save the report</button></div>
    <p class="quiet">
      The report has names of files and no pictures. Nothing else of this page is kept or sent.
    </p>
    ${offer} ${models.map((one) => model(one, models.length === 1))}
  </section>`;
}
