/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { Temporal } from 'temporal-polyfill';
import { Layout } from './layout.tsx';

/** Asks which days to download, and as what. */
export function DownloadPage({
  formToken,
  first,
  last,
}: {
  readonly formToken: string;
  readonly first: Temporal.PlainDate;
  readonly last: Temporal.PlainDate;
}): VNode {
  return (
    <Layout title="Download" place="/admin/download" formToken={formToken}>
      <form method="get" action="/admin/buckets.csv" class="panel narrow fields">
        <label for="from">From the start of</label>
        <input id="from" type="date" name="from" value={first.toString()} required />
        <label for="to">to the end of</label>
        <input id="to" type="date" name="to" value={last.toString()} required />
        <p class="hint">
          One line for each slot of each kiosk. The days are those of each kiosk’s time zone; the times in the
          file are UTC. The numbers are exact: do not pass on those of slots with only a few people in them.
        </p>
        <div class="actions">
          <button class="button primary">Download as CSV</button>
          <button class="button" formaction="/admin/buckets.json">
            Download as JSON
          </button>
        </div>
      </form>
    </Layout>
  );
}
