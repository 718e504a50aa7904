import { css, html, nothing, type TemplateResult } from 'lit';
import { NOT_KNOWN } from './words.ts';

/** What a line is about, and what is known of it. */
export type Fact = readonly [term: string, value: string];

/** A value in words, or that it is not known. */
export function known<Value>(value: Value | undefined, write: (value: Value) => string): string {
  return value === undefined ? NOT_KNOWN : write(value);
}

/** Facts, a line each; nothing where there are none. */
export function factList(facts: readonly Fact[]): TemplateResult | typeof nothing {
  if (facts.length === 0) return nothing;
  return html`<dl>
    ${facts.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd class=${value === NOT_KNOWN ? 'unknown' : ''}>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** How they look: what they are about at the left, what is known at the right. */
export const factStyles = css`
  dl > div {
    display: flex;
    justify-content: space-between;
    gap: 1.25rem;
    padding-block: 0.35rem;
    border-top: 1px solid var(--surface-raised);
  }

  dt {
    flex: none;
    max-width: 50%;
    color: var(--text-quiet);
  }

  dd {
    min-width: 0;
    overflow-wrap: anywhere;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }

  .unknown {
    color: var(--text-quiet);
    font-style: italic;
  }
`;
