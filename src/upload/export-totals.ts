/** Totals as a signed file, for collectors that no network leads to. */
import { isWholeBucket } from '../domain/bucket-shape.ts';
import { MOST_BUCKETS, PROTOCOL, type Batch, type KioskReport, type SentBucket } from '../domain/batch.ts';
import { isDue } from '../domain/bucket.ts';
import { EXPORT_TYPE, type ExportRange } from '../domain/export.ts';
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
export interface MadeFile {
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

/** Pages as batches: as large as they may be, though only some buckets of each page are wanted. */
class Parts {
  readonly #parts: ExportParts;
  readonly #report: Omit<KioskReport, 'tier'>;
  readonly signed: string[] = [];
  #waiting: readonly SentBucket[] = [];
  bucketCount = 0;

  constructor(parts: ExportParts, report: Omit<KioskReport, 'tier'>) {
    this.#parts = parts;
    this.#report = report;
  }

  async add(buckets: readonly SentBucket[]): Promise<void> {
    this.#waiting = [...this.#waiting, ...buckets];
    if (this.#waiting.length >= MOST_BUCKETS) await this.#sign(MOST_BUCKETS);
  }

  async end(): Promise<void> {
    while (this.#waiting.length > 0) await this.#sign(MOST_BUCKETS);
  }

  async #sign(most: number): Promise<void> {
    const buckets = this.#waiting.slice(0, most);
    this.#waiting = this.#waiting.slice(most);
    const kiosk = { ...this.#report, tier: buckets.at(-1)?.tier ?? 'none' };
    const batch: Batch = { protocol: PROTOCOL, kiosk, buckets };
    this.signed.push(JSON.stringify(await sign('vestibule-export', JSON.stringify(batch), this.#parts.keys)));
    this.bucketCount += buckets.length;
  }
}

/**
 * Makes the file. Nothing on this kiosk changes by it: what was exported is due until a receipt says that it has arrived.
 *
 * @throws DOMException when the database cannot be read
 */
export async function exportTotals(asked: ExportParts): Promise<MadeFile> {
  const { database } = asked.open;
  const dueCount = await countDue(database, SENT_ENTRANCE);
  const [oldestDue] = await readDue(database, SENT_ENTRANCE, 1);
  const report = makeReport({
    softwareVersion: asked.softwareVersion,
    tier: undefined,
    dueCount,
    oldestDueStartMs: oldestDue?.startMs ?? null,
  });
  const parts = new Parts(asked, report);
  let doneCount = 0;
  for await (const page of readPages(database, SENT_ENTRANCE)) {
    // What lies there and is no bucket must not leave the kiosk as one.
    const whole = page.filter(isWholeBucket);
    const wanted = asked.range === 'all' ? whole : whole.filter(isDue);
    await parts.add(wanted.map(toSent));
    asked.onProgress((doneCount += page.length));
  }
  await parts.end();
  const texts = [`{"type":"${EXPORT_TYPE}","parts":[`, parts.signed.join(','), ']}'];
  return {
    name: exportFileName(SENT_ENTRANCE, report.sentAtMs),
    file: new Blob(texts, { type: 'application/json' }),
    bucketCount: parts.bucketCount,
  };
}
