import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Snapshot } from '../../state/snapshot.ts';
import { baseStyles } from '../base-styles.ts';
import { cameraChoice } from '../camera-choice.ts';
import { ClockController } from '../clock-controller.ts';
import { formatCountdown } from '../format.ts';
import { sendIntent } from '../send-intent.ts';
import { wordsOfEngineFault, wordsOfSourceFault } from './fault-words.ts';
import { panelStyles } from './panel-styles.ts';
import type { Trouble } from './trouble.ts';

/** Says why nobody is counted, what helps, and when the kiosk tries again by itself. */
export class FaultView extends LitElement {
  static override properties = { snapshot: { attribute: false }, trouble: { attribute: false } };
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      .panel {
        border: 1px solid var(--line);
        border-radius: inherit;
      }

      h2 {
        color: var(--warning);
      }
    `,
  ];

  declare snapshot: Snapshot | undefined;
  declare trouble: Trouble | undefined;

  readonly #clock = new ClockController(this);

  protected override render(): TemplateResult | typeof nothing {
    const { snapshot, trouble } = this;
    if (snapshot === undefined || trouble === undefined) return nothing;
    const words =
      trouble.of === 'engine'
        ? wordsOfEngineFault(trouble.state.message)
        : wordsOfSourceFault(trouble.state.fault);
    return html`<section class="panel" aria-labelledby="title">
      <div>
        <div role="alert">
          <h2 id="title">${words.title}</h2>
          <p>${words.explanation}</p>
        </div>
        <ul>
          ${words.help.map((step) => html`<li>${step}</li>`)}
        </ul>
        <div class="actions">${this.#actions(trouble, snapshot)}</div>
        ${this.#countdown(trouble)}
        ${words.detail === '' ? nothing : html`<p class="quiet">Detail: ${words.detail}</p>`}
      </div>
    </section>`;
  }

  #actions(trouble: Trouble, snapshot: Snapshot): TemplateResult {
    if (trouble.of === 'engine')
      return this.#button('Try again', () => sendIntent(this, { type: 'retry-engine' }), true);
    const { kind } = trouble.state;
    const retry = this.#button('Try again', () => sendIntent(this, { type: 'retry-source' }), true);
    const useCamera = this.#button(
      'Use the camera',
      () => sendIntent(this, { type: 'use-source', kind: 'camera' }),
      kind === 'file',
    );
    const showDemo = this.#button('Show the demo', () =>
      sendIntent(this, { type: 'use-source', kind: 'demo' }),
    );
    if (kind === 'camera') return html`${retry} ${cameraChoice(this, snapshot)} ${showDemo}`;
    return kind === 'demo' ? html`${retry} ${useCamera}` : html`${useCamera} ${showDemo}`;
  }

  #button(words: string, act: () => void, primary = false): TemplateResult {
    return html`<button class="button ${primary ? 'primary' : ''}" @click=${act}>${words}</button>`;
  }

  #countdown({ isTried, state: { retryAtMs } }: Trouble): TemplateResult | typeof nothing {
    if (!isTried && retryAtMs === undefined) return nothing;
    const waitMs = isTried || retryAtMs === undefined ? 0 : retryAtMs - this.#clock.nowMs;
    return html`<p class="quiet" role="timer">
      ${waitMs > 0 ? `Tries again by itself in ${formatCountdown(waitMs)}.` : 'Trying again now…'}
    </p>`;
  }
}

customElements.define('fault-view', FaultView);

declare global {
  interface HTMLElementTagNameMap {
    'fault-view': FaultView;
  }
}
