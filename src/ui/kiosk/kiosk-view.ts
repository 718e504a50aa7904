import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Snapshot } from '../../state/snapshot.ts';
import { AnnouncementController } from '../announcement-controller.ts';
import { appearanceStyles, baseStyles } from '../base-styles.ts';
import { ClockController } from '../clock-controller.ts';
import { brandMark } from './brand-mark.ts';
import { formatCount, formatDate, formatTime } from '../format.ts';
import './fault-view.ts';
import { kioskLayout } from './kiosk-layout.styles.ts';
import { kioskStyles } from './kiosk-view.styles.ts';
import './live-picture.ts';
import { panelStyles } from './panel-styles.ts';
import { closedStorePanel, viewerPanel } from './store-panels.ts';
import { startingPanel, startingStyles } from './starting-panel.ts';
import { statusLineStyles } from './status-line.styles.ts';
import { statusLine } from './status-line.ts';
import { todayTotalsStyles } from './today-totals.styles.ts';
import { todayTotals } from './today-totals.ts';
import { lastFaults, NO_FAULTS, troubleOf } from './trouble.ts';

/** The page that stands in the lobby: the live picture, today's number, and what is done with the picture. */
export class KioskView extends LitElement {
  static override properties = { snapshot: { attribute: false } };
  static override styles = [
    baseStyles,
    appearanceStyles,
    panelStyles,
    startingStyles,
    kioskStyles,
    todayTotalsStyles,
    statusLineStyles,
    kioskLayout,
  ];

  declare snapshot: Snapshot | undefined;

  readonly #clock = new ClockController(this);
  readonly #announcement = new AnnouncementController(this);
  #entries: number | undefined;
  #faults = NO_FAULTS;

  /** Moves the focus to the heading, for whoever comes back from another page. */
  focusHeading(): void {
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('snapshot') || this.snapshot === undefined) return;
    this.#faults = lastFaults(this.snapshot, this.#faults);
    const entries = this.snapshot.today?.totals.entries;
    if (entries === undefined || entries === this.#entries) return;
    if (this.#entries !== undefined) this.#announcement.say(`${formatCount(entries)} counted today`);
    this.#entries = entries;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { snapshot } = this;
    if (snapshot === undefined) return nothing;
    const { nowMs } = this.#clock;
    const over = this.#over(snapshot);
    return html`<div class="kiosk">
      <header>
        <p class="brand">${brandMark} Vestibule</p>
        <p class="clock"><span class="date">${formatDate(nowMs)}</span> <time>${formatTime(nowMs)}</time></p>
      </header>
      <main class=${over === nothing ? 'live' : 'covered'} style=${`--aspect:${aspectOf(snapshot)}`}>
        <div class="stage">${this.#picture(snapshot)} ${over}</div>
        ${todayTotals(snapshot)}
        <p class="notice">
          <span>This counter keeps numbers only.</span> <span>No picture is stored or sent.</span>
        </p>
      </main>
      <footer>
        ${statusLine(this, snapshot)}
        <nav aria-label="Pages">
          <a href="#/review">Review</a><a href="#/status">Status</a><a href="#/lab">Lab</a>
        </nav>
      </footer>
      <p class="visually-hidden" role="status">${this.#announcement.words}</p>
    </div>`;
  }

  /** The picture stays in its place under whatever is said over it, because a video that leaves the page stops. */
  #picture({ source, live }: Snapshot): TemplateResult | typeof nothing {
    if (source.status !== 'running') return nothing;
    return html`<live-picture .picture=${source.picture} .live=${live}></live-picture>`;
  }

  #over(snapshot: Snapshot): TemplateResult | typeof nothing {
    const { source, engine, store } = snapshot;
    const trouble = troubleOf(snapshot, this.#faults);
    if (trouble !== undefined)
      return html`<fault-view .snapshot=${snapshot} .trouble=${trouble}></fault-view>`;
    if (source.status === 'running' && engine.status === 'running') return nothing;
    if (store.role === 'viewer') return viewerPanel;
    if (store.role === 'opening' && store.fault !== undefined && !store.inMemory)
      return closedStorePanel(store.fault);
    return startingPanel(snapshot);
  }
}

/** Width of the picture over its height; what cameras usually have while it is not known. */
function aspectOf({ live }: Snapshot): number {
  return live === undefined ? 16 / 9 : live.frameSize.width / live.frameSize.height;
}

customElements.define('kiosk-view', KioskView);

declare global {
  interface HTMLElementTagNameMap {
    'kiosk-view': KioskView;
  }
}
