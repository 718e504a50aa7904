import { html, type TemplateResult } from 'lit';
import { totalsToday, type Snapshot } from '../../state/snapshot.ts';
import { formatCount } from '../format.ts';
import { APPEARANCE_OF_MANY, APPEARANCES } from '../words.ts';

/** Today's number, how it splits, and who is in view now. */
export function todayTotals(snapshot: Snapshot): TemplateResult {
  const { today, live } = snapshot;
  const totals = totalsToday(snapshot);
  const number = today === undefined ? '–' : formatCount(totals.entries);
  const nobodyYet = today !== undefined && totals.entries === 0;
  return html`<section class="totals" aria-labelledby="heading">
    <h1 id="heading" tabindex="-1">Counted today</h1>
    <div class="number-room">
      <p
        class="number ${totals.entries === 0 ? 'none' : ''}"
        style=${`--digits:${today === undefined ? 3 : number.length}`}
      >
        ${number}
      </p>
    </div>
    <p class="in-view">
      ${
        nobodyYet && isCounting(snapshot)
          ? 'Ready. Nobody has been counted yet today.'
          : html`In view now: <strong>${live === undefined ? '–' : formatCount(live.presentNow)}</strong>`
      }
    </p>
    <div class="bar" aria-hidden="true">
      ${APPEARANCES.filter((look) => totals[look] > 0).map((look) => html`<span class=${look} style=${`flex-grow:${totals[look]}`}></span>`)}
    </div>
    <dl class="split">
      ${APPEARANCES.map(
        (look) =>
          html`<div>
            <dt><span class="mark ${look}" aria-hidden="true"></span>${APPEARANCE_OF_MANY[look]}</dt>
            <dd>${today === undefined ? '–' : formatCount(totals[look])}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** Whether people who come now are counted. */
export function isCounting({ source, engine }: Snapshot): boolean {
  return source.status === 'running' && engine.status === 'running';
}
