import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Kysely } from 'kysely';
import { pagesAsCsv, pagesAsJson } from './bucket-pages.ts';
import { readAllBuckets } from './store/list-buckets.ts';
import type { Tables } from './store/schema.ts';

function isPipeClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/** Prints all buckets to `out`, page by page, as CSV or JSON; throws what the database threw. */
export async function printBuckets(database: Kysely<Tables>, json: boolean, out: Writable): Promise<void> {
  const pages = readAllBuckets(database);
  let isOutBroken = false;
  out.once('error', () => (isOutBroken = true));
  try {
    await pipeline(json ? pagesAsJson(pages) : pagesAsCsv(pages), out, { end: false });
  } catch (error) {
    // Expected: whoever reads has enough, such as `head`. A connection to the database breaks by the same code.
    if (!isOutBroken || !isPipeClosed(error)) throw error;
  }
}
