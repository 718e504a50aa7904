import { css, html, type TemplateResult } from 'lit';
import type { Bucket, Totals } from '../../domain/bucket.ts';
import {
  formatCount,
  formatDate,
  formatHours,
  formatMinutes,
  formatStretch,
  formatTimeZone,
} from '../format.ts';
import { APPEARANCE_OF_MANY, APPEARANCES, COVERAGE_REASONS } from '../words.ts';
import type { DayRow, Missing } from './day-rows.ts';

export const dayTableStyles = css`
  .table {
    overflow: auto;
    min-width: 0;
    min-height: 0;
    container-type: inline-size;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
  }

  table {
    width: 100%;
    border-collapse: separate;
    border-spacing: 0;
    font-variant-numeric: tabular-nums;
  }

  caption {
    padding: 0.75rem 0.9rem;
    color: var(--text-quiet);
    font-size: 0.9rem;
    text-align: start;
  }

  caption span {
    display: block;
    max-width: calc(100cqw - 2rem);
  }

  th,
  td {
    padding: 0.55rem clamp(0.4rem, 1.6cqw, 0.9rem);
    border-bottom: 1px solid var(--surface-raised);
    font-weight: 400;
    text-align: end;
    vertical-align: baseline;
  }

  th:first-child,
  td:last-child,
  th:last-child {
    text-align: start;
  }

  th:first-child {
    white-space: nowrap;
  }

  thead th {
    position: sticky;
    z-index: 1;
    top: 0;
    background: var(--surface);
    color: var(--text-quiet);
    font-size: 0.9rem;
    vertical-align: bottom;
  }

  tfoot th,
  tfoot td {
    position: sticky;
    bottom: 0;
    border-bottom: 0;
    background: var(--surface);
    font-weight: 600;
  }

  .unmeasured {
    color: var(--text-quiet);
    font-style: italic;
    text-align: start;
  }

  td:last-child {
    white-space: nowrap;
  }

  .reasons {
    display: block;
    min-width: 7.5rem;
    white-space: normal;
    color: var(--text-quiet);
    font-size: 0.85rem;
  }
`;

function reasonsOf(missing: readonly Missing[]): string {
  return missing
    .map(({ reason, seconds }) =>
      reason === 'unknown'
        ? `${formatHours(seconds)} not known why`
        : `${COVERAGE_REASONS[reason]} ${formatHours(seconds)}`,
    )
    .join(', ');
}

function measured({ bucket, running, missing }: DayRow & { bucket: Bucket }): TemplateResult {
  const minutes = formatMinutes(bucket.coverageSec);
  const words = running
    ? `${minutes} so far`
    : missing.length === 0
      ? minutes
      : `${minutes.replace(' min', '')} of ${formatMinutes(bucket.slotMs / 1000)}`;
  return html`${words}${missing.length === 0 ? '' : html`<span class="reasons">${reasonsOf(missing)}</span>`}`;
}

function row(given: DayRow): TemplateResult {
  const { bucket, missing } = given;
  const whyNot = missing.some(({ reason }) => reason !== 'unknown') ? reasonsOf(missing) : '';
  return html`<tr>
    <th scope="row">${formatStretch(given.startMs, given.endMs)}</th>
    ${
      bucket === undefined
        ? html`<td class="unmeasured" colspan="5">
            not measured${whyNot === '' ? '' : html`<span class="reasons">${whyNot}</span>`}
          </td>`
        : html`<td>${formatCount(bucket.entries)}</td>
            ${APPEARANCES.map((look) => html`<td>${formatCount(bucket[look])}</td>`)}
            <td>${measured({ ...given, bucket })}</td>`
    }
  </tr>`;
}

/** The day's slots as a table that scrolls on its own, with the totals below. */
export function dayTable(rows: readonly DayRow[], totals: Totals, dayStartMs: number): TemplateResult {
  return html`<div class="table" tabindex="0" role="region" aria-labelledby="caption">
    <table>
      <caption id="caption">
        <span> People counted on ${formatDate(dayStartMs)}. Local time: ${formatTimeZone(dayStartMs)}. </span>
      </caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Counted</th>
          ${APPEARANCES.map((look) => html`<th scope="col">${APPEARANCE_OF_MANY[look]}</th>`)}
          <th scope="col">Measured</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Total</th>
          <td>${formatCount(totals.entries)}</td>
          ${APPEARANCES.map((look) => html`<td>${formatCount(totals[look])}</td>`)}
          <td>${formatHours(totals.coverageSec)}</td>
        </tr>
      </tfoot>
    </table>
  </div>`;
}
