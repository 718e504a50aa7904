import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { EnrolmentLink } from '../../domain/enrolment-link.ts';
import type { Snapshot } from '../../state/snapshot.ts';
import { baseStyles, pageStyles } from '../base-styles.ts';
import { KIOSK_HASH, partOf } from '../route.ts';
import { radioStyles } from '../radio.ts';
import { ClockController } from '../clock-controller.ts';
import { clockControls, clockFacts } from './clock.ts';
import { collectorControls, collectorFacts } from './collector.ts';
import { settingsControls, sourceControls, updateControl } from './controls.ts';
import { exportControls, exportFacts } from './export.ts';
import { factList, factStyles, type Fact } from '../fact-list.ts';
import { appFacts, engineFacts, settingsFacts, sourceFacts } from './facts.ts';
import { sendIntent } from '../send-intent.ts';
import { storageControls, storageFacts } from './storage.ts';
import { weightsControl, weightsFacts } from './weights.ts';
import { statusStyles } from './status-view.styles.ts';

/** Everything that is known of this kiosk's condition, and the installer's choices. */
export class StatusView extends LitElement {
  static override properties = { snapshot: { attribute: false }, enrolment: { attribute: false } };
  static override styles = [baseStyles, pageStyles, radioStyles, factStyles, statusStyles];

  declare snapshot: Snapshot | undefined;
  /** What a collector's link brought, to start the form with. */
  declare enrolment: EnrolmentLink | undefined;

  readonly #clock = new ClockController(this);

  /** The link by which the kiosk was enrolled: it has nothing more to say. */
  #spentLink: EnrolmentLink | undefined;

  /** Moves the focus to the heading of the group that the location names, or else to that of the page. */
  focusHeading(): void {
    const part = partOf(location.hash);
    const groups = [...this.renderRoot.querySelectorAll('h2')];
    const heading = groups.find(({ id }) => id === part) ?? this.renderRoot.querySelector('h1');
    heading?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('snapshot');
    if (before?.upload?.status === 'enrolling' && this.snapshot?.upload?.status === 'enrolled')
      this.#spentLink = this.enrolment;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { snapshot } = this;
    if (snapshot === undefined) return nothing;
    return html`<header class="bar">
        <a class="button" href=${KIOSK_HASH}><span aria-hidden="true">←&nbsp;</span>Back to the kiosk</a>
        <h1 tabindex="-1">Status</h1>
        <p class="aside">Version ${snapshot.version}</p>
      </header>
      <main tabindex="0" aria-label="Condition and settings">
        <div class="groups">
          ${group(
            'Engine',
            [...engineFacts(snapshot), ...weightsFacts(snapshot)],
            html`${this.#engineControl(snapshot)} ${weightsControl(this, snapshot)}`,
          )}
          ${group('Camera', sourceFacts(snapshot), sourceControls(this, snapshot))}
          ${group('Storage', storageFacts(snapshot), storageControls(this, snapshot))}
          ${group('Clock', clockFacts(snapshot, this.#clock.nowMs), clockControls(this, snapshot))}
          ${group('Collector', collectorFacts(snapshot), collectorControls(this, snapshot.upload, this.#link))}
          ${group('Export', exportFacts(snapshot), exportControls(this, snapshot))}
          ${group('App', appFacts(snapshot), updateControl(this, snapshot))}
          ${group('Settings', settingsFacts(snapshot), settingsControls(this, snapshot))}
        </div>
      </main>`;
  }

  get #link(): EnrolmentLink | undefined {
    return this.enrolment === this.#spentLink ? undefined : this.enrolment;
  }

  #engineControl({ engine, store }: Snapshot): TemplateResult | typeof nothing {
    if (engine.status !== 'fault' || store.role === 'viewer') return nothing;
    return html`<div class="actions">
      <button class="button" @click=${() => sendIntent(this, { type: 'retry-engine' })}>
        Start it again
      </button>
    </div>`;
  }
}

function group(
  title: string,
  facts: readonly Fact[],
  controls: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const id = title.toLowerCase();
  return html`<section class=${id} aria-labelledby=${id}>
    <h2 id=${id} tabindex="-1">${title}</h2>
    ${factList(facts)} ${controls}
  </section>`;
}

customElements.define('status-view', StatusView);

declare global {
  interface HTMLElementTagNameMap {
    'status-view': StatusView;
  }
}
