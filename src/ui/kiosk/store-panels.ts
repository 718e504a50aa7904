import { html, type TemplateResult } from 'lit';

/** Says that this tab looks on. */
export const viewerPanel = html`<section class="panel" aria-labelledby="viewer">
  <div>
    <h2 id="viewer">Another window is counting</h2>
    <p>
      This device counts in another window or tab of this browser. This one shows the totals and takes over
      when the other is closed.
    </p>
  </div>
</section>`;

/** Says that the totals do not open yet, so that nothing has begun. `fault` is one sentence for a person. */
export function closedStorePanel(fault: string): TemplateResult {
  return html`<section class="panel" aria-labelledby="store">
    <div>
      <div role="alert">
        <h2 id="store">The totals cannot be opened yet</h2>
        <p>This window does not count until they can. ${fault}</p>
      </div>
      <ul>
        <li>Close other windows of this kiosk, and open this page again.</li>
      </ul>
    </div>
  </section>`;
}
