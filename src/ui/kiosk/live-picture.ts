import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Size } from '../../domain/geometry.ts';
import type { LivePerson, LiveView } from '../../state/snapshot.ts';
import { appearanceStyles, baseStyles } from '../base-styles.ts';
import { APPEARANCE_OF_ONE } from '../words.ts';
import { placeLabels } from './label-placement.ts';
import { labelStyle, livePictureStyles } from './live-picture.styles.ts';
import { boxRect, chooseFit, drawnRect, type CssRect } from './object-fit.ts';

type Picture = HTMLVideoElement | HTMLCanvasElement;

/** The picture's own size in pixels; 0 × 0 while a video does not know it yet. */
function sizeOf(picture: Picture): Size {
  return picture instanceof HTMLVideoElement
    ? { width: picture.videoWidth, height: picture.videoHeight }
    : { width: picture.width, height: picture.height };
}

function place({ x, y, width, height }: CssRect): string {
  return `transform:translate(${x}px,${y}px);width:${width}px;height:${height}px`;
}

/** The source's own element, never mirrored, with a box around each person of the newest analysed frame. */
export class LivePicture extends LitElement {
  static override properties = {
    picture: { attribute: false },
    live: { attribute: false },
    label: { type: String },
  };
  static override styles = [baseStyles, appearanceStyles, livePictureStyles];

  declare picture: Picture | undefined;
  declare live: LiveView | undefined;
  /** What the picture is, for those who cannot see it. */
  declare label: string | undefined;

  #area: Size = { width: 0, height: 0 };
  #labelWidthsPx = new Map<string, number>();
  #pictureListener: AbortController | undefined;
  readonly #observer = new ResizeObserver(() => this.#measure());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
    this.#listenToPicture();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#pictureListener?.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('picture')) this.#listenToPicture();
  }

  protected override render(): TemplateResult {
    const { picture } = this;
    const size = picture === undefined ? undefined : sizeOf(picture);
    const visible = size !== undefined && size.width > 0 && this.#area.width > 0;
    const fit = visible ? chooseFit(size, this.#area) : 'contain';
    return html`<div
        class="picture"
        role="img"
        aria-label=${this.label ?? 'Live picture'}
        style=${`--fit:${fit}`}
      >
        ${picture ?? nothing}
      </div>
      <div class="overlay" aria-hidden="true" style=${this.#labelProperties()}>
        ${visible ? this.#people(drawnRect(size, this.#area, fit)) : nothing}
      </div>`;
  }

  #labelProperties(): string {
    const { fontPx, heightPx, paddingPx } = labelStyle(this.#area.width);
    return `--label-font:${fontPx}px;--label-height:${heightPx}px;--label-padding:${paddingPx}px`;
  }

  #people(drawn: CssRect): unknown {
    const { live } = this;
    if (live === undefined) return nothing;
    const boxes = live.people.map((person) => ({ person, box: boxRect(person.box, live.frameSize, drawn) }));
    const labels = placeLabels(
      boxes
        .filter(({ person }) => person.confirmed)
        .map(({ person, box }) => ({ id: person.id, box, label: this.#labelSize(person) })),
      this.#area,
    );
    return repeat(
      boxes,
      ({ person }) => person.id,
      ({ person, box }) => this.#person(person, box, labels.get(person.id)),
    );
  }

  #person(person: LivePerson, box: CssRect, label: CssRect | undefined): TemplateResult {
    const look = person.confirmed ? person.leaning : 'unconfirmed';
    return html`<div class="person ${look}" style=${place(box)}></div>
      ${
        label === undefined
          ? nothing
          : html`<div class="label ${look}" style=${place(label)}>${APPEARANCE_OF_ONE[person.leaning]}</div>`
      }`;
  }

  #labelSize({ leaning }: LivePerson): Size {
    const { fontPx, heightPx, paddingPx } = labelStyle(this.#area.width);
    const words = APPEARANCE_OF_ONE[leaning];
    const font = `600 ${fontPx}px ${getComputedStyle(this).fontFamily}`;
    let width = this.#labelWidthsPx.get(words + font);
    if (width === undefined) {
      const context = document.createElement('canvas').getContext('2d');
      if (context !== null) context.font = font;
      width = Math.ceil(context?.measureText(words).width ?? 0) + 2 * paddingPx;
      this.#labelWidthsPx.set(words + font, width);
    }
    return { width, height: heightPx };
  }

  #measure(): void {
    this.#area = { width: this.clientWidth, height: this.clientHeight };
    this.requestUpdate();
  }

  /** A video says by `resize` that its size is known or has changed. */
  #listenToPicture(): void {
    this.#pictureListener?.abort();
    this.#pictureListener = new AbortController();
    const { signal } = this.#pictureListener;
    this.picture?.addEventListener('resize', () => this.requestUpdate(), { signal });
  }
}

customElements.define('live-picture', LivePicture);

declare global {
  interface HTMLElementTagNameMap {
    'live-picture': LivePicture;
  }
}
