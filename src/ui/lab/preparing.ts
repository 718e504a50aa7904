import { html, type TemplateResult } from 'lit';

/** That something is got ready, and nobody knows for how long. */
export function preparing(words: string): TemplateResult {
  return html`<div class="message">
    <p id="preparing" role="status">${words}</p>
    <progress aria-labelledby="preparing"></progress>
  </div>`;
}
