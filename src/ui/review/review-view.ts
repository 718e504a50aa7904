import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Snapshot, Today } from '../../state/snapshot.ts';
import { appearanceStyles, baseStyles, pageStyles } from '../base-styles.ts';
import { ClockController } from '../clock-controller.ts';
import { formatDate } from '../format.ts';
import { EXPORT_HASH, KIOSK_HASH } from '../route.ts';
import { SOURCE_KINDS } from '../words.ts';
import { dayChart, dayChartStyles } from './day-chart.ts';
import { dayRows } from './day-rows.ts';
import { dayTable, dayTableStyles } from './day-table.ts';

/** Today in detail: every slot in numbers, the same as a chart, and what the numbers mean. */
export class ReviewView extends LitElement {
  static override properties = { snapshot: { attribute: false } };
  static override styles = [
    baseStyles,
    appearanceStyles,
    pageStyles,
    dayTableStyles,
    dayChartStyles,
    css`
      main {
        display: grid;
        grid-template:
          'table chart' minmax(min-content, 1fr) 'table meaning' auto
          / minmax(0, 1.15fr) minmax(0, 1fr);
        gap: 1.25rem 2rem;
        min-height: 0;
        overflow: auto;
        padding: 1.25rem clamp(1rem, 2.5vw, 2rem);
      }

      .table {
        grid-area: table;
        /* It scrolls by itself, so that its rows must not make the page any higher. */
        contain: size;
      }

      .meaning {
        grid-area: meaning;
        max-width: 44rem;
        color: var(--text-quiet);
      }

      .meaning h2 {
        margin-block-start: 0.9rem;
        color: var(--text);
        font-size: 1rem;
      }

      summary {
        min-height: var(--target);
        padding-block: 0.6rem;
        cursor: pointer;
      }

      .none {
        margin: auto;
        grid-column: 1 / -1;
        font-size: 1.25rem;
        text-align: center;
        text-wrap: balance;
      }

      @media (orientation: portrait) {
        main {
          grid-template: 'chart' minmax(13rem, 2fr) 'table' minmax(0, 3fr) 'meaning' auto / minmax(0, 1fr);
        }
      }

      @media (max-width: 640px) {
        .bar .export {
          margin-inline-start: auto;
        }

        main {
          display: block;
        }

        .table {
          contain: none;
        }

        main > * + * {
          margin-block-start: 1.25rem;
        }

        .plot {
          height: 12rem;
        }
      }
    `,
  ];

  declare snapshot: Snapshot | undefined;

  readonly #clock = new ClockController(this);

  /** Moves the focus to the heading. */
  focusHeading(): void {
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { snapshot } = this;
    if (snapshot === undefined) return nothing;
    const { source, today } = snapshot;
    return html`<header class="bar">
        <a class="button" href=${KIOSK_HASH}><span aria-hidden="true">←&nbsp;</span>Back to the kiosk</a>
        <h1 tabindex="-1">Review</h1>
        <p class="aside">
          ${source.kind === 'camera' ? nothing : `${SOURCE_KINDS[source.kind]} · `}${formatDate(this.#clock.nowMs)}
        </p>
        <a class="button export" href=${EXPORT_HASH}>Export…</a>
      </header>
      <main>
        ${today === undefined ? html`<p class="none" role="status">Reading today’s totals…</p>` : this.#day(today)}
      </main>`;
  }

  #day(today: Today): TemplateResult {
    const rows = dayRows(today, this.#clock.nowMs);
    if (rows.length === 0)
      return html`<p class="none">
        Nothing has been measured today yet. A slot appears here once the kiosk has begun to count.
      </p>`;
    return html`${dayTable(rows, today.totals, today.startMs)} ${dayChart(rows, today.totals, today.startMs)}
      <section class="meaning" aria-label="What the numbers mean">
        <p>
          The numbers say what people look like to a classifier, not who or what they are. People who could
          not be told are kept apart:
          <a href="#/review" @click=${this.#showMeaning}>what “can’t tell” means</a>.
        </p>
        <details>
          <summary id="undetermined" tabindex="0">What “can’t tell” means</summary>
          <p>
            A person was seen and counted, but the pictures of them were too unclear or too much in between to
            say either. That is a result of its own: it is never shared out between the other two. The split
            is biased where one group is recognised less often than the other; compare it with what you see at
            the door.
          </p>
        </details>
      </section>`;
  }

  /** The hash names pages, so a link within the page must move by itself. */
  readonly #showMeaning = (event: Event): void => {
    event.preventDefault();
    const summary = this.renderRoot.querySelector<HTMLElement>('#undetermined');
    summary?.closest('details')?.setAttribute('open', '');
    summary?.scrollIntoView({ block: 'nearest' });
    summary?.focus();
  };
}

customElements.define('review-view', ReviewView);

declare global {
  interface HTMLElementTagNameMap {
    'review-view': ReviewView;
  }
}
