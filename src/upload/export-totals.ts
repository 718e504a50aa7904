/** Totals as a signed file, for collectors that no network leads to. */
import { PROTOCOL, type KioskReport, type SentBucket } from '../domain/batch.ts';
import { isDue } from '../domain/bucket.ts';
import type { ExportRange, TotalsExport } from '../domain/export.ts';
import { sign } from '../domain/signed.ts';
import { SENT_ENTRANCE } from '../domain/source.ts';
import { readPages } from '../store/bucket-pages.ts';
import type { OpenDatabase } from '../store/database.ts';
import { countDue, readDue, toSent } from '../store/due-buckets.ts';
import { makeReport } from './kiosk-report.ts';

/** What to export. */
export interface ExportParts {
  readonly open: OpenDatabase;
  readonly keys: CryptoKeyPair;
  readonly range: ExportRange;
  readonly softwareVersion: string;
  /** Told how many buckets were looked at so far. */
  readonly onProgress: (doneCount: number) => void;
}

/** A file that is ready to be kept. */
export interface ExportFile {
  readonly name: string;
  readonly file: Blob;
  readonly bucketCount: number;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** The name of a file that is made at `madeMs`: entrance, local date and time, in letters that every file system takes. */
function exportFileName(entrance: string, madeMs: number): string {
  const made = new Date(madeMs);
  const date = [made.getFullYear(), twoDigits(made.getMonth() + 1), twoDigits(made.getDate())].join('-');
  const time = [made.getHours(), made.getMinutes(), made.getSeconds()].map(twoDigits).join('');
  return `vestibule-${entrance.replaceAll(/[^\w-]+/g, '_')}-${date}-${time}.json`;
}

/** The text of a `TotalsExport`; its buckets are texts already, since a year of them at once would hold up the page. */
function textOf(kiosk: KioskReport, buckets: readonly string[]): string {
  const empty: TotalsExport = { protocol: PROTOCOL, kiosk, buckets: [] };
  return JSON.stringify(empty).replace(/\[\]\}$/, () => `[${buckets.join(',')}]}`);
}

/**
 * Makes the file. Nothing on this kiosk changes by it: what was exported is due until a receipt says that it has arrived.
 *
 * @throws DOMException when the database cannot be read
 */
export async function exportTotals(parts: ExportParts): Promise<ExportFile> {
  const { database } = parts.open;
  const texts: string[] = [];
  let newest: SentBucket | undefined;
  let doneCount = 0;
  for await (const page of readPages(database, SENT_ENTRANCE)) {
    const wanted = parts.range === 'all' ? page : page.filter(isDue);
    texts.push(...wanted.map((bucket) => JSON.stringify(toSent(bucket))));
    newest = wanted.at(-1) ?? newest;
    parts.onProgress((doneCount += page.length));
  }
  const dueCount = await countDue(database, SENT_ENTRANCE);
  const [oldestDue] = await readDue(database, SENT_ENTRANCE, 1);
  const report = makeReport({
    softwareVersion: parts.softwareVersion,
    tier: newest?.tier,
    dueCount,
    oldestDueStartMs: oldestDue?.startMs ?? null,
  });
  const signed = await sign('vestibule-export', textOf(report, texts), parts.keys);
  return {
    name: exportFileName(SENT_ENTRANCE, report.sentAtMs),
    file: new Blob([JSON.stringify(signed)], { type: 'application/json' }),
    bucketCount: texts.length,
  };
}
