import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ComparedSystem, ComparedView, ComparisonState } from '../../../state/comparison-state.ts';
import type { Snapshot } from '../../../state/snapshot.ts';
import { appearanceStyles, baseStyles } from '../../base-styles.ts';
import { factList, factStyles, type Fact } from '../../fact-list.ts';
import { formatDecimal, formatMs } from '../../format.ts';
import '../../kiosk/live-picture.ts';
import { sendIntent } from '../../send-intent.ts';
import { APPEARANCE_OF_MANY, APPEARANCE_OF_ONE, APPEARANCES } from '../../words.ts';
import { labStyles } from '../lab-styles.ts';
import { preparing } from '../preparing.ts';
import { agreementTable } from './agreement-table.ts';
import { compareStyles } from './lab-compare.styles.ts';

/** The network and classical computer vision on the same frames, live. Both start with this part of the Lab. */
export class LabCompare extends LitElement {
  static override properties = { snapshot: { attribute: false } };
  static override styles = [baseStyles, appearanceStyles, factStyles, labStyles, compareStyles];

  declare snapshot: Snapshot | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#open();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.snapshot === undefined) return nothing;
    return html`<main tabindex="0" aria-label="The network and classical computer vision, side by side">
      ${this.#stage(this.snapshot.comparison)} ${limits}
    </main>`;
  }

  readonly #open = (): void => sendIntent(this, { type: 'open-comparison' });

  #stage({ status, message, systems, view }: ComparisonState): TemplateResult {
    if (status === 'fault')
      return html`<div class="message" role="alert">
        <p>${message}</p>
        <button class="button" @click=${this.#open}>Try again</button>
      </div>`;
    if (systems === undefined)
      return preparing(
        'Loading OpenCV, 9 MB, and preparing an engine for the Lab. OpenCV is loaded only for this page, and stays on this device from then on. The kiosk counts meanwhile.',
      );
    if (view === undefined || view === 'no-source')
      return html`<p class="message" role="status">
        Waiting for a picture. The Lab shows what this window’s camera, demo or video shows.
      </p>`;
    return html`<div class="pair">
        ${side('Network', systems.network, view.network)}
        ${side('Classical computer vision', systems.classical, view.classical)}
      </div>
      ${agreementTable(view)}`;
  }
}

function side(name: string, { model, computes }: ComparedSystem, view: ComparedView): TemplateResult {
  const { picture, live, frameMs } = view;
  const facts: readonly Fact[] = [
    ['A frame', `${formatMs(frameMs)}, so at most ${formatDecimal(1000 / frameMs)} a second`],
    ['Computes on', computes],
    ['Says woman or man', model],
  ];
  return html`<figure>
    <live-picture
      label=${`The frame, with the faces that are found: ${name}`}
      .picture=${picture}
      .live=${live}
      style=${`aspect-ratio:${picture.width}/${picture.height}`}
    ></live-picture>
    <figcaption>
      <h2>${name}</h2>
      ${counts(view)} ${factList(facts)}
    </figcaption>
  </figure>`;
}

function counts({ live: { people } }: ComparedView): TemplateResult {
  if (people.length === 0) return html`<p class="answer">No face</p>`;
  return html`<p class="answer counts">
    ${people.length === 1 ? '1 face' : `${people.length} faces`}
    ${APPEARANCES.map((appearance) => {
      const count = people.filter(({ leaning }) => leaning === appearance).length;
      return count === 0
        ? nothing
        : html`<span
            ><span class="mark ${appearance}" aria-hidden="true"></span>${count}
            ${count === 1 ? APPEARANCE_OF_ONE[appearance] : APPEARANCE_OF_MANY[appearance].toLowerCase()}</span
          >`;
    })}
  </p>`;
}

const limits = html`<section aria-labelledby="limits">
  <h2 id="limits">What is compared here</h2>
  <ul>
    <li>
      The network: the kiosk’s own detector and classifier. Classical computer vision: OpenCV’s Haar cascade,
      and a linear support vector machine over local binary patterns, trained on the same faces.
    </li>
    <li>
      The cascade finds upright faces from the front, and no eyes: its crops are not turned level. On a large
      frame it searches a picture of 640 pixels.
    </li>
    <li>
      Each frame stands for itself. The kiosk adds up what many frames say of a person before it counts, so it
      can tell more often than this page.
    </li>
    <li>
      Agreement is not accuracy: both can be wrong in the same way. Accuracy is measured on labelled pictures.
    </li>
  </ul>
  <p class="quiet">Nothing of this page is kept or sent. The kiosk counts on beneath it.</p>
</section>`;

customElements.define('lab-compare', LabCompare);

declare global {
  interface HTMLElementTagNameMap {
    'lab-compare': LabCompare;
  }
}
