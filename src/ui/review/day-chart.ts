import { css, html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Totals } from '../../domain/bucket.ts';
import { formatCount, formatStretch, formatTime } from '../format.ts';
import { APPEARANCE_OF_MANY, APPEARANCES } from '../words.ts';
import { chartScale, chartSpan, type ChartScale } from './chart-scale.ts';
import type { DayRow } from './day-rows.ts';

export const dayChartStyles = css`
  figure {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    gap: 1rem;
    min-width: 0;
    min-height: 0;
    container-type: inline-size;
  }

  figcaption {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 1.25rem;
    color: var(--text-quiet);
    font-size: 0.9rem;
  }

  figcaption > span {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
  }

  figcaption .swatch {
    width: 1.1em;
    height: 1.1em;
  }

  .plot {
    position: relative;
    min-height: 9rem;
    margin: 0.6rem 1.2rem 1.8rem 2.8rem;
  }

  .plot svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    overflow: visible;
  }

  .tick {
    position: absolute;
    color: var(--text-quiet);
    font-size: 0.85rem;
    font-variant-numeric: tabular-nums;
    line-height: 1;
  }

  .tick.count {
    right: calc(100% + 0.6rem);
    transform: translateY(50%);
  }

  .tick.hour {
    top: calc(100% + 0.6rem);
    transform: translateX(-50%);
  }

  @container (max-width: 34rem) {
    .tick.between {
      display: none;
    }
  }

  line {
    stroke: var(--line);
  }

  rect.woman,
  rect.man,
  rect.undetermined {
    fill: var(--appearance);
  }
`;

/** The hatch says: nobody looked. A slot measured in part has it as a strip at the foot, as long as what is missing. */
function unmeasured(row: DayRow, { across }: ChartScale): SVGTemplateResult {
  const start = Math.max(0, across(row.startMs));
  const width = across(row.endMs) - start;
  if (width <= 0) return svg``;
  if (row.bucket === undefined)
    return svg`<rect class="unmeasured" x="${start}%" width="${width}%" y="0" height="100%" fill="url(#hatch)"></rect>`;
  const missingSec = row.missing.reduce((sum, { seconds }) => sum + seconds, 0);
  const share = Math.min(1, (1000 * missingSec) / (row.endMs - row.startMs));
  return svg`<rect class="unmeasured" x="${start}%" width="${width * share}%" y="100%" height="7" fill="url(#hatch)"></rect>`;
}

function bars({ startMs, endMs, bucket }: DayRow, { across, up }: ChartScale): SVGTemplateResult {
  if (bucket === undefined) return svg``;
  const slot = across(endMs) - across(startMs);
  let below = 0;
  return svg`${APPEARANCES.map((look) => {
    below += bucket[look];
    return svg`<rect class=${look} x="${across(startMs) + 0.1 * slot}%" width="${0.8 * slot}%"
      y="${100 - up(below)}%" height="${up(bucket[look])}%"></rect>`;
  })}`;
}

const hatch = svg`<defs>
  <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="7" height="7" fill="var(--surface)"></rect>
    <rect width="2" height="7" fill="var(--line)"></rect>
  </pattern>
</defs>`;

const legend = html`<figcaption>
  ${APPEARANCES.map(
    (look) =>
      html`<span
        ><svg class="swatch ${look}" aria-hidden="true">
          <rect class=${look} width="100%" height="100%" rx="3"></rect></svg
        >${APPEARANCE_OF_MANY[look]}</span
      >`,
  )}
  <span
    ><svg class="swatch" aria-hidden="true">
      ${hatch}
      <rect width="100%" height="100%" rx="3" fill="url(#hatch)"></rect></svg
    >Not measured</span
  >
</figcaption>`;

/** A bar for each slot, stacked by appearance. The table beside it says the same in numbers. */
export function dayChart(rows: readonly DayRow[], totals: Totals, dayStartMs: number): TemplateResult {
  const span = chartSpan(rows, dayStartMs);
  const scale = chartScale(span, Math.max(...rows.map(({ bucket }) => bucket?.entries ?? 0)));
  const label = `Chart of people counted from ${formatStretch(span.startMs, span.endMs)}: ${formatCount(totals.entries)} in all`;
  return html`<figure>
    ${legend}
    <div class="plot" role="img" aria-label=${label}>
      <svg aria-hidden="true">
        ${hatch} ${rows.map((row) => unmeasured(row, scale))}
        ${scale.counts.map((count) => {
          const y = `${100 - scale.up(count)}%`;
          return svg`<line x1="0" x2="100%" y1=${y} y2=${y}></line>`;
        })}
        ${rows.map((row) => bars(row, scale))}
      </svg>
      ${scale.counts.map((count) => html`<span class="tick count" style=${`bottom:${scale.up(count)}%`}>${formatCount(count)}</span>`)}
      ${scale.hoursMs.map((timeMs, index) => html`<span class="tick hour ${index % 2 === 0 ? '' : 'between'}" style=${`left:${scale.across(timeMs)}%`}>${formatTime(timeMs)}</span>`)}
    </div>
  </figure>`;
}
