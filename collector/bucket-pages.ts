import { bucketsAsCsv } from './buckets-as-csv.ts';
import type { ListedBucket } from './store/list-buckets.ts';

type Pages = AsyncIterable<readonly ListedBucket[]>;

/** One CSV of all pages, piece by piece; the columns have their names even when there is no bucket. */
export async function* pagesAsCsv(pages: Pages): AsyncGenerator<string> {
  yield `${bucketsAsCsv([])}\n`;
  for await (const page of pages) yield `${bucketsAsCsv(page, false)}\n`;
}

/** One JSON list of all pages, piece by piece. */
export async function* pagesAsJson(pages: Pages): AsyncGenerator<string> {
  yield '[';
  let separator = '\n';
  for await (const page of pages) {
    yield separator + page.map((bucket) => JSON.stringify(bucket)).join(',\n');
    separator = ',\n';
  }
  yield '\n]\n';
}
