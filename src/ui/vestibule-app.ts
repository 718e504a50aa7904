import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { parseEnrolmentHash, type EnrolmentLink } from '../domain/enrolment-link.ts';
import { NO_EVALUATION } from '../state/evaluation-state.ts';
import type { ReadableState } from '../state/state.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { baseStyles } from './base-styles.ts';
import './kiosk/kiosk-view.ts';
import { KIOSK_HASH, routeOf, STATUS_HASH, titleOf, type Route } from './route.ts';
import { sendIntent } from './send-intent.ts';
import { StateController } from './state-controller.ts';
import { tokens } from './tokens.ts';

/** How far a page that is loaded only when asked for has come. */
type PageState = 'loading' | 'ready' | 'failed';

const LOADERS: Record<Exclude<Route, 'kiosk'>, () => Promise<unknown>> = {
  review: () => import('./review/review-view.ts'),
  status: () => import('./status/status-view.ts'),
  lab: () => import('./lab/lab-view.ts'),
};

/** The whole screen. Shows the page that the location's hash names; wishes leave it as `vestibule-intent` events. */
export class VestibuleApp extends LitElement {
  static override properties = { state: { attribute: false } };
  static override styles = [
    tokens,
    baseStyles,
    css`
      :host {
        position: fixed;
        inset: 0;
        overflow: hidden;
        color-scheme: dark;
        background: var(--background);
        color: var(--text);
        font: 1rem/1.4 var(--font);
        padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom)
          env(safe-area-inset-left);
      }

      .page {
        position: absolute;
        inset: 0;
        background: var(--background);
      }

      .page > p {
        padding: 2rem;
      }
    `,
  ];

  declare state: ReadableState | undefined;

  readonly #controller = new StateController(this);
  #route: Route = 'kiosk';
  #pageState: PageState = 'ready';
  #enrolment: EnrolmentLink | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#navigate);
    window.addEventListener('keydown', this.#leave);
    this.#takeEnrolment();
    void this.#open(routeOf(location.hash), false);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#navigate);
    window.removeEventListener('keydown', this.#leave);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('state')) this.#controller.follow(this.state);
  }

  /** The kiosk stays where it is under every other page: a video that leaves the document stops, and with it the count. */
  protected override render(): TemplateResult | typeof nothing {
    const { snapshot } = this.#controller;
    if (snapshot === undefined) return nothing;
    const beside = this.#route !== 'kiosk';
    return html`<kiosk-view ?inert=${beside} .snapshot=${snapshot}></kiosk-view>
      ${beside ? html`<div class="page">${this.#page(snapshot)}</div>` : nothing}`;
  }

  #page(snapshot: Snapshot): TemplateResult {
    if (this.#pageState === 'loading') return html`<p role="status">Loading…</p>`;
    if (this.#pageState === 'failed')
      return html`<p role="alert">
        This page could not be loaded. <a href=${KIOSK_HASH}>Back to the kiosk</a>
      </p>`;
    if (this.#route === 'lab') return html`<lab-view class="view" .snapshot=${snapshot}></lab-view>`;
    return this.#route === 'review'
      ? html`<review-view class="view" .snapshot=${snapshot}></review-view>`
      : html`<status-view class="view" .snapshot=${snapshot} .enrolment=${this.#enrolment}></status-view>`;
  }

  readonly #navigate = (): void => {
    if (routeOf(location.hash) !== 'status') this.#enrolment = undefined;
    this.#takeEnrolment();
    void this.#open(routeOf(location.hash), true);
  };

  /** A code is for this screen alone: it leaves the address, and so the history, before it is shown. */
  #takeEnrolment(): void {
    const enrolment = parseEnrolmentHash(location.hash);
    if (enrolment === undefined) return;
    this.#enrolment = enrolment;
    history.replaceState(history.state, '', STATUS_HASH);
    this.requestUpdate();
  }

  readonly #leave = ({ key, defaultPrevented }: KeyboardEvent): void => {
    if (key !== 'Escape' || defaultPrevented || this.#route === 'kiosk') return;
    const { status, result } = this.#controller.snapshot?.evaluation ?? NO_EVALUATION;
    // It may have taken hours, and leaving ends it: that must be meant.
    if (status === 'running' || result !== undefined) return;
    location.hash = KIOSK_HASH;
  };

  async #open(route: Route, focus: boolean): Promise<void> {
    if (route === this.#route && focus) return;
    if (this.#route === 'lab') sendIntent(this, { type: 'close-lab' });
    this.#route = route;
    document.title = titleOf(route);
    if (route !== 'kiosk') {
      this.#show('loading');
      const loaded = await LOADERS[route]().then(
        () => true,
        // A chunk that neither the network nor the cache has is expected trouble; the page says so.
        () => false,
      );
      if (this.#route !== route) return;
      this.#show(loaded ? 'ready' : 'failed');
    } else this.#show('ready');
    if (focus) await this.#focusHeading();
  }

  #show(state: PageState): void {
    this.#pageState = state;
    this.requestUpdate();
  }

  async #focusHeading(): Promise<void> {
    await this.updateComplete;
    const view = this.renderRoot.querySelector<PageView>(this.#route === 'kiosk' ? 'kiosk-view' : '.view');
    await view?.updateComplete;
    view?.focusHeading();
  }
}

/** What every page can do. */
interface PageView extends LitElement {
  focusHeading(): void;
}

customElements.define('vestibule-app', VestibuleApp);

declare global {
  interface HTMLElementTagNameMap {
    'vestibule-app': VestibuleApp;
  }
}
