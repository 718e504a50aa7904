import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type {
  EvaluationProgress,
  EvaluationResult,
  EvaluationState,
  FolderSource,
} from '../../../state/evaluation-state.ts';
import type { Snapshot } from '../../../state/snapshot.ts';
import { baseStyles } from '../../base-styles.ts';
import { formatCount, formatCountdown, formatCountOf } from '../../format.ts';
import { radioStyles } from '../../radio.ts';
import { sendIntent } from '../../send-intent.ts';
import { labStyles } from '../lab-styles.ts';
import { choiceForm } from './choice-form.ts';
import { askOf, FIRST_CHOICES, type Choices } from './choices.ts';
import { sortDropped } from './dropped.ts';
import { evaluateStyles } from './evaluate-styles.ts';
import { offerView, type OfferAnswer } from './offer.ts';
import { reportStyles } from './report-styles.ts';
import { resultView } from './result.ts';

/** How often models are right on pictures of a person's own. What was chosen lives as long as this part of the Lab is shown. */
export class LabEvaluate extends LitElement {
  static override properties = { snapshot: { attribute: false } };
  static override styles = [baseStyles, radioStyles, labStyles, evaluateStyles, reportStyles];

  declare snapshot: Snapshot | undefined;

  #choices: Choices = FIRST_CHOICES;
  #answer: OfferAnswer = { isConfirming: false, taken: undefined };
  #shown: EvaluationResult | undefined;
  #shownStatus: EvaluationState['status'] | undefined;

  protected override render(): TemplateResult | typeof nothing {
    if (this.snapshot === undefined) return nothing;
    const { evaluation } = this.snapshot;
    if (evaluation.result === undefined) this.#answer = { isConfirming: false, taken: undefined };
    return html`<main
      tabindex="0"
      aria-label="How often models are right"
      @dragover=${(event: DragEvent) => event.preventDefault()}
      @drop=${this.#drop}
    >
      <div class="column">
        ${choiceForm(evaluation, this.#choices, { change: this.#change, choosePictures: this.#choosePictures })}
        ${this.#start(evaluation)}
      </div>
      <div class="column">${this.#outcome(evaluation)}</div>
    </main>`;
  }

  protected override updated(): void {
    const { result, status } = this.snapshot?.evaluation ?? {};
    if (status !== this.#shownStatus) {
      this.#shownStatus = status;
      // Both stand below the button that was pressed, where the window may end.
      this.renderRoot.querySelector('.progress, .actions ~ .message')?.scrollIntoView({ block: 'nearest' });
    }
    if (result === this.#shown) return;
    this.#shown = result;
    // Where there is one column, the result is below all that was chosen.
    if (result !== undefined) this.renderRoot.querySelector('#result')?.scrollIntoView();
  }

  #start(evaluation: EvaluationState): TemplateResult {
    const ask = askOf(this.#choices);
    const missing =
      evaluation.folder?.status !== 'chosen'
        ? 'Choose a folder of pictures.'
        : typeof ask === 'string'
          ? ask
          : '';
    const evaluate = (): void => {
      if (typeof ask === 'object') sendIntent(this, { type: 'evaluate', ask });
    };
    const running = evaluation.status === 'running';
    return html`<div class="actions">
        <button
          class="button primary"
          ?disabled=${missing !== '' || running}
          @click=${evaluate}
          aria-describedby="missing"
        >
          Evaluate
        </button>
        ${
          running
            ? html`<button class="button" @click=${() => sendIntent(this, { type: 'cancel-evaluation' })}>
                Cancel
              </button>`
            : nothing
        }
      </div>
      <p id="missing" class="quiet">${missing}</p>
      ${evaluation.progress === undefined ? nothing : progressView(evaluation.progress)}
      ${evaluation.status === 'fault' ? html`<p class="message" role="alert">${evaluation.message}</p>` : nothing}`;
  }

  #outcome({ status, result }: EvaluationState): TemplateResult {
    return html`<p class="visually-hidden" role="status">${spoken(status, result?.pictures ?? 0)}</p>
      ${result === undefined ? nothing : resultView(result, this.#save, this.#offer(result))}
      ${status === 'idle' ? introduction : nothing}`;
  }

  #offer({ offer }: EvaluationResult): TemplateResult | typeof nothing {
    const { snapshot } = this;
    if (offer === undefined || snapshot === undefined) return nothing;
    const confirm = (isConfirming: boolean): void => {
      this.#answer = { ...this.#answer, isConfirming };
      this.requestUpdate();
      void this.#focusOffer();
    };
    const use = (): void => {
      this.#answer = { ...this.#answer, taken: { offer, before: snapshot.weights } };
      confirm(false);
      sendIntent(this, { type: 'use-weights', offer });
    };
    return offerView(offer, snapshot, this.#answer, { confirm, use });
  }

  /** The button that had the focus has gone with the question, or with the answer. */
  async #focusOffer(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.offer button')?.focus();
  }

  readonly #save = (): void => sendIntent(this, { type: 'save-report' });

  readonly #change = (change: Partial<Choices>): void => {
    this.#choices = { ...this.#choices, ...change };
    this.requestUpdate();
  };

  readonly #choosePictures = (from: FolderSource): void =>
    sendIntent(this, { type: 'choose-pictures', from });

  readonly #drop = (event: DragEvent): void => {
    event.preventDefault();
    const { pictures, metadata, weights } = sortDropped(event.dataTransfer?.items ?? []);
    if (metadata !== undefined) this.#change({ metadata, labels: 'file' });
    if (weights !== undefined) this.#change({ weights });
    if (pictures !== undefined) this.#choosePictures(pictures);
  };
}

/** For screen readers: the turns of an evaluation, not each picture. */
function spoken(status: EvaluationState['status'], pictures: number): string {
  if (status === 'running') return 'Evaluating.';
  return status === 'done' ? `Finished: ${formatCountOf(pictures, 'picture')}.` : '';
}

const STEPS: Readonly<Record<EvaluationProgress['step'], string>> = {
  rows: 'Reading the labels',
  models: 'Starting the models',
  pictures: 'Looking at the pictures',
};

function progressView({ step, done, total, remainingMs }: EvaluationProgress): TemplateResult {
  const count = total === 0 || step === 'models' ? '' : `: ${formatCount(done)} of ${formatCount(total)}`;
  const left = remainingMs === undefined ? '' : `, about ${formatCountdown(remainingMs)} left`;
  return html`<div class="progress">
    <p>${STEPS[step]}${count}${left}</p>
    ${
      total === 0 || step === 'models'
        ? html`<progress aria-label=${STEPS[step]}></progress>`
        : html`<progress aria-label=${STEPS[step]} max=${total} .value=${done}></progress>`
    }
  </div>`;
}

const introduction = html`<div class="message">
  <p>
    Pictures and a file that says who is on them go in; out comes how often each model is right, by age and
    group where the labels have them, with its worst mistakes.
  </p>
  <p>
    It runs on this device, beside the kiosk, which counts on. Pictures and figures stay in memory and are
    gone when you leave; only the report is saved, when you ask for it.
  </p>
</div>`;

customElements.define('lab-evaluate', LabEvaluate);

declare global {
  interface HTMLElementTagNameMap {
    'lab-evaluate': LabEvaluate;
  }
}
