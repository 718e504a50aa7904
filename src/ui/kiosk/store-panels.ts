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

/** Says that there is no place for totals, so that nothing has begun. `fault` is one sentence for a person. */
export function closedStorePanel(fault: string): TemplateResult {
  return html`<section class="panel" aria-labelledby="store">
    <div>
      <div role="alert">
        <h2 id="store">The totals cannot be opened</h2>
        <p>Nobody is counted, because there would be no place to keep the count. ${fault}</p>
      </div>
      <ul>
        <li>Close other windows of this kiosk, and open this page again.</li>
        <li>Do not use a private window: it keeps nothing.</li>
      </ul>
    </div>
  </section>`;
}
