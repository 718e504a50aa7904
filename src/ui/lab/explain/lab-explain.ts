import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { LabState, LabTimes, LabView } from '../../../state/lab-state.ts';
import type { Snapshot } from '../../../state/snapshot.ts';
import { appearanceStyles, baseStyles } from '../../base-styles.ts';
import { factList, factStyles, known, type Fact } from '../../fact-list.ts';
import { formatDecimal, formatMs } from '../../format.ts';
import { radioStyles } from '../../radio.ts';
import { sendIntent } from '../../send-intent.ts';
import { APPEARANCE_OF_ONE, NOT_KNOWN } from '../../words.ts';
import { networkChoice, networkTable } from './network-choice.ts';
import { ruleChoice } from './rule-choice.ts';
import { labStyles } from '../lab-styles.ts';
import { preparing } from '../preparing.ts';

/** What the classifier looks at in the face in front of the kiosk, live. Its engine starts with this part of the Lab. */
export class LabExplain extends LitElement {
  static override properties = { snapshot: { attribute: false } };
  static override styles = [baseStyles, appearanceStyles, radioStyles, factStyles, labStyles];

  declare snapshot: Snapshot | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#open();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.snapshot === undefined) return nothing;
    const { lab } = this.snapshot;
    return html`<main tabindex="0" aria-label="What the classifier looks at">
      <div class="column">
        <div class="stage">${this.#stage(lab)}</div>
        ${limits}
      </div>
      <div class="column">
        ${networkChoice(this, lab)} ${ruleChoice(this, lab.rule)} ${facts(lab)} ${networkTable(lab)}
      </div>
    </main>`;
  }

  readonly #open = (): void => sendIntent(this, { type: 'open-lab' });

  #stage(lab: LabState): TemplateResult {
    if (lab.status === 'fault')
      return html`<div class="message" role="alert">
        <p>${lab.message}</p>
        <button class="button" @click=${this.#open}>Try again</button>
      </div>`;
    if (lab.view === undefined)
      return preparing('Preparing an engine for the Lab. The kiosk counts meanwhile.');
    if (lab.view === 'no-source')
      return html`<p class="message" role="status">
        Waiting for a picture. The Lab shows what this window’s camera, demo or video shows.
      </p>`;
    if (lab.view === 'no-face') return html`<p class="message" role="status">Nobody is in view.</p>`;
    return pictures(lab, lab.view);
  }
}

function pictures({ rule }: LabState, view: LabView): TemplateResult {
  const others = view.faces > 1 ? ` One of ${view.faces} faces: the one that is surest to be one.` : '';
  return html`<figure>
      <div class="picture" role="img" aria-label="The face">${view.face}</div>
      <figcaption>
        <p class="answer">
          <span class="mark ${view.appearance}" aria-hidden="true"></span>
          ${APPEARANCE_OF_ONE[view.appearance]}
        </p>
        <p>Log-odds of man: ${signed(view.logOdds)}.${others}</p>
      </figcaption>
    </figure>
    <figure>
      <div class="picture" role="img" aria-label="Gradient of the answer">${view.gradient}</div>
      <figcaption>
        <p class="answer">${rule.guided ? 'Guided backpropagation' : 'Gradient'}</p>
        <p>
          Lighter: lighter here, greater answer. Darker: the reverse. Middle grey: no matter.
          ${rule.guided ? 'Only paths that add at every step.' : ''}
        </p>
      </figcaption>
    </figure>
    <figure>
      <div class="picture" role="img" aria-label="Grad-CAM over the face">${view.classMap}</div>
      <figcaption>
        <p class="answer">Grad-CAM</p>
        <p>
          Red: where the last features speak for the answer, on a grid of ${view.mapSide} × ${view.mapSide}.
        </p>
      </figcaption>
    </figure>`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}

function facts({ status, adapter, model, network, times }: LabState): TemplateResult | typeof nothing {
  if (status !== 'running') return nothing;
  return html`<section aria-labelledby="times">
    <h2 id="times">Time</h2>
    ${factList([
      ['Network', model ?? NOT_KNOWN],
      ['Computes on', adapter ?? NOT_KNOWN],
      ...timeFacts(times[network]),
    ])}
  </section>`;
}

function timeFacts(times: LabTimes | undefined): Fact[] {
  if (times === undefined) return [];
  return [
    ['Frames', `${formatDecimal(times.frameRate)} a second`],
    ['A frame, all in all', formatMs(times.totalMs)],
    ['GPU: classifier, all faces', known(times.classifierMs, formatMs)],
    ['GPU: explanation, one face', known(times.explanationMs, formatMs)],
  ];
}

const limits = html`<section aria-labelledby="limits">
  <h2 id="limits">What these pictures do not show</h2>
  <ul>
    <li>
      Guided backpropagation hardly changes when later layers of the network are replaced by noise. It shows
      what the first filters respond to, mostly edges, and does not justify the answer.
    </li>
    <li>A gradient says what a small change would do, not why the answer is what it is.</li>
    <li>Grad-CAM has few places. It cannot say which eye, or which hair.</li>
    <li>A convincing picture does not make the answer right, and says nothing of what a person is.</li>
  </ul>
  <p class="quiet">Nothing of this page is kept or sent. The kiosk counts on beneath it.</p>
</section>`;

customElements.define('lab-explain', LabExplain);

declare global {
  interface HTMLElementTagNameMap {
    'lab-explain': LabExplain;
  }
}
