import type { Transaction, Updateable } from 'kysely';
import type { KioskReport } from '../../src/domain/batch.ts';
import type { KioskTable, Tables } from './schema.ts';

/** A batch as it arrived: what the kiosk said of itself, and our clock then (milliseconds since 1970 UTC). */
export interface Contact {
  readonly report: KioskReport;
  readonly atMs: number;
  /** Whether it came in a file, which was made long before perhaps. */
  readonly byFile?: boolean;
}

function said(report: KioskReport): Updateable<KioskTable> {
  return {
    software_version: report.softwareVersion,
    tier: report.tier,
    time_zone: report.timeZone,
    due_count: report.dueCount,
    oldest_due_start_ms: report.oldestDueStartMs ?? null,
  };
}

/**
 * Of a file only what is newer than what is known: the kiosk was there when it made the file. How far its clock is from ours, a file
 * does not tell.
 */
async function noteFile(
  transaction: Transaction<Tables>,
  kiosk: string,
  { report, atMs }: Contact,
): Promise<boolean> {
  const found = await transaction
    .selectFrom('kiosks')
    .select('last_contact_ms')
    .where('id', '=', kiosk)
    .where('revoked_ms', 'is', null)
    .executeTakeFirst();
  if (found === undefined) return false;
  const madeMs = Math.min(report.sentAtMs, atMs);
  if (found.last_contact_ms !== null && found.last_contact_ms >= madeMs) return true;
  await transaction
    .updateTable('kiosks')
    .set({ ...said(report), last_contact_ms: madeMs })
    .where('id', '=', kiosk)
    .execute();
  return true;
}

/** Notes the contact; false when the kiosk is revoked or gone. */
export async function noteContact(
  transaction: Transaction<Tables>,
  kiosk: string,
  contact: Contact,
): Promise<boolean> {
  if (contact.byFile === true) return noteFile(transaction, kiosk, contact);
  const { report, atMs } = contact;
  const noted = await transaction
    .updateTable('kiosks')
    .set({ ...said(report), last_contact_ms: atMs, clock_skew_ms: report.sentAtMs - atMs })
    .where('id', '=', kiosk)
    .where('revoked_ms', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return noted !== undefined;
}
