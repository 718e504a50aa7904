/** Sends all that is due, batch by batch, and notes exactly what the collector confirms. Safe to be cut off anywhere. */
import { MOST_BUCKETS, type KioskReport, type SentBucket } from '../domain/batch.ts';
import type { Collector } from '../domain/collector.ts';
import { SENT_ENTRANCE } from '../domain/source.ts';
import type { OpenDatabase } from '../store/database.ts';
import { readCollector } from '../store/collector.ts';
import { acknowledge, countDue, readDue } from '../store/due-buckets.ts';
import { makeReport } from './kiosk-report.ts';
import { sendBatch } from './send-batch.ts';
import { isUploadTrouble, type UploadTrouble } from './trouble.ts';

/** What is sent whither; with which token, the database says, where it may have been renewed. */
export interface UploadParts {
  readonly open: OpenDatabase;
  readonly collector: Collector;
  readonly softwareVersion: string;
}

/** How far it came. */
export interface UploadResult {
  /** Whether the collector answered a batch, be it one without buckets. */
  readonly contact: boolean;
  readonly trouble: UploadTrouble | undefined;
}

async function reportOf(
  { open, softwareVersion }: UploadParts,
  buckets: readonly SentBucket[],
): Promise<KioskReport> {
  const dueCount = await countDue(open.database, SENT_ENTRANCE);
  // `readDue` answers the oldest first.
  const oldestDueStartMs = buckets[0]?.startMs ?? null;
  return makeReport({ softwareVersion, tier: buckets.at(-1)?.tier, dueCount, oldestDueStartMs });
}

/** The one bucket that is in the way of the others, when it is known which. */
function culprit({ kind, bucket }: UploadTrouble, buckets: readonly SentBucket[]): SentBucket | undefined {
  if (kind === 'too-large' && buckets.length === 1) return buckets[0];
  return kind === 'invalid' && bucket !== undefined ? buckets[bucket] : undefined;
}

/**
 * Sends what is due until nothing is, or until there is trouble; at least one batch, which tells that the kiosk is there.
 * One bucket that the collector refuses is put aside, so that it does not keep the others.
 *
 * @throws DOMException when what was confirmed cannot be noted; it is then sent again and found to be the same
 */
export async function uploadDue(parts: UploadParts): Promise<UploadResult> {
  const { url, kiosk } = parts.collector;
  const { database } = parts.open;
  let most = MOST_BUCKETS;
  let contact = false;
  for (;;) {
    // Whoever leaves a collector, or goes to another, must not have more sent to it.
    const collector = await readCollector(database);
    if (collector?.url !== url || collector.kiosk !== kiosk) return { contact, trouble: undefined };
    const buckets = await readDue(database, SENT_ENTRANCE, most);
    if (buckets.length === 0 && contact) return { contact, trouble: undefined };
    const answer = await sendBatch(collector, await reportOf(parts, buckets), buckets);
    if (!isUploadTrouble(answer)) {
      contact = true;
      await acknowledge(database, answer);
      continue;
    }
    const aside = culprit(answer, buckets);
    if (aside !== undefined) await acknowledge(database, [{ ...aside, outcome: 'conflict' }]);
    else if (answer.kind === 'too-large' && buckets.length > 1) most = Math.ceil(buckets.length / 2);
    else return { contact, trouble: answer };
  }
}
