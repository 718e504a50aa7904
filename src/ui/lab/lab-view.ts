import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Snapshot } from '../../state/snapshot.ts';
import { baseStyles, pageStyles } from '../base-styles.ts';
import { KIOSK_HASH, partOf, routeOf } from '../route.ts';
import { sendIntent } from '../send-intent.ts';
import './compare/lab-compare.ts';
import './evaluate/lab-evaluate.ts';
import './explain/lab-explain.ts';

/** A part of the Lab, with a tab of its own. Whatever it starts when it is shown ends with `close-lab`. */
interface Part {
  /** As in the location's hash: `#/lab/name`. */
  readonly name: string;
  readonly title: string;
  readonly show: (snapshot: Snapshot) => TemplateResult;
}

const EXPLAIN: Part = {
  name: '',
  title: 'What it looks at',
  show: (snapshot) => html`<lab-explain .snapshot=${snapshot}></lab-explain>`,
};

const EVALUATE: Part = {
  name: 'evaluate',
  title: 'Evaluate',
  show: (snapshot) => html`<lab-evaluate .snapshot=${snapshot}></lab-evaluate>`,
};

const COMPARE: Part = {
  name: 'compare',
  title: 'Side by side',
  show: (snapshot) => html`<lab-compare .snapshot=${snapshot}></lab-compare>`,
};

const PARTS: readonly Part[] = [EXPLAIN, COMPARE, EVALUATE];

/** The page Lab: one part of it at a time. */
export class LabView extends LitElement {
  static override properties = { snapshot: { attribute: false } };
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }

      nav [aria-current] {
        border-color: var(--accent);
      }
    `,
  ];

  declare snapshot: Snapshot | undefined;

  #part = partAt(location.hash);

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#navigate);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#navigate);
  }

  /** Moves the focus to the heading. */
  focusHeading(): void {
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.snapshot === undefined) return nothing;
    return html`<header class="bar">
        <a class="button" href=${KIOSK_HASH}><span aria-hidden="true">←&nbsp;</span>Back to the kiosk</a>
        <h1 tabindex="-1">Lab</h1>
        <nav aria-label="Parts of the Lab">${PARTS.map((part) => this.#tab(part))}</nav>
      </header>
      ${this.#part.show(this.snapshot)}`;
  }

  #tab(part: Part): TemplateResult {
    return html`<a
      class="button"
      href=${`#/lab/${part.name}`}
      aria-current=${part === this.#part ? 'page' : nothing}
      >${part.title}</a
    >`;
  }

  readonly #navigate = (): void => {
    // The page itself goes when the hash names another one.
    if (routeOf(location.hash) !== 'lab') return;
    const part = partAt(location.hash);
    if (part === this.#part) return;
    sendIntent(this, { type: 'close-lab' });
    this.#part = part;
    this.requestUpdate();
  };
}

function partAt(hash: string): Part {
  return PARTS.find(({ name }) => name === partOf(hash)) ?? EXPLAIN;
}

customElements.define('lab-view', LabView);

declare global {
  interface HTMLElementTagNameMap {
    'lab-view': LabView;
  }
}
