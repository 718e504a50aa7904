import { css, html, type TemplateResult } from 'lit';

/** One of several choices. */
interface Radio {
  /** Of the choice as a whole. */
  readonly name: string;
  readonly value: string;
  readonly title: string;
  readonly words: string;
  readonly checked: boolean;
}

export const radioStyles = css`
  legend {
    margin-block-end: 0.4rem;
    padding: 0;
    color: var(--text-quiet);
  }

  .radio {
    display: flex;
    gap: 0.9rem;
    min-height: var(--target);
    padding: 0.6rem 0.8rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    cursor: pointer;
  }

  .radio:has(:checked) {
    border-color: var(--accent);
  }

  .radio input {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin: 0.1rem 0 0;
    accent-color: var(--accent);
  }

  .radio strong {
    display: block;
    font-weight: 600;
  }

  .radio span span {
    color: var(--text-quiet);
    font-size: 0.9rem;
  }
`;

/** A choice with a title and words that say what it means. */
export function radio({ name, value, title, words, checked }: Radio, choose: () => void): TemplateResult {
  return html`<label class="radio">
    <input type="radio" name=${name} value=${value} .checked=${checked} @change=${choose} />
    <span><strong>${title}</strong><span>${words}</span></span>
  </label>`;
}
