import { css } from 'lit';

export const livePictureStyles = css`
  :host {
    position: relative;
    display: block;
    overflow: hidden;
    isolation: isolate;
    background: var(--surface);
  }

  .picture > * {
    position: absolute;
    inset: 0;
    display: block;
    width: 100%;
    height: 100%;
    object-fit: var(--fit);
    object-position: 50% 50%;
  }

  .overlay {
    position: absolute;
    inset: 0;
    pointer-events: none;
  }

  .person,
  .label {
    position: absolute;
    top: 0;
    left: 0;
    transition:
      transform var(--transition),
      width var(--transition),
      height var(--transition);
  }

  .person {
    border: 4px var(--appearance-line) var(--appearance);
    border-radius: 18px;
    filter: drop-shadow(0 0 1.5px rgb(0 0 0 / 0.85));
  }

  .person.man {
    border-width: 6px;
  }

  .person.undetermined {
    border-width: 5px;
  }

  .person.unconfirmed {
    border: 1.5px dashed var(--text);
  }

  .label {
    z-index: 1;
    padding-inline: var(--label-padding);
    border-radius: 999px;
    background: var(--appearance);
    color: var(--on-appearance);
    font: 600 var(--label-font) / var(--label-height) var(--font);
    white-space: nowrap;
    box-shadow: 0 1px 4px rgb(0 0 0 / 0.45);
  }
`;

/** How large the labels are, in CSS pixels. Text measured in another size than it is drawn would be cut off or overlap. */
export interface LabelStyle {
  readonly fontPx: number;
  readonly heightPx: number;
  /** Left and right of the words, each. */
  readonly paddingPx: number;
}

/** Labels for a picture of some width in CSS pixels: small ones on a phone. */
export function labelStyle(pictureWidthPx: number): LabelStyle {
  return pictureWidthPx < 480
    ? { fontPx: 11, heightPx: 20, paddingPx: 6 }
    : { fontPx: 15, heightPx: 28, paddingPx: 10 };
}
