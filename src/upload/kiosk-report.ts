import type { KioskReport } from '../domain/batch.ts';

/** What the kiosk says of itself now; `tier` is that of the newest bucket it sends, as far as there is one. */
export function makeReport({
  softwareVersion,
  tier = 'none',
  dueCount,
  oldestDueStartMs,
}: Required<Pick<KioskReport, 'softwareVersion' | 'dueCount' | 'oldestDueStartMs'>> & {
  readonly tier: string | undefined;
}): KioskReport {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { softwareVersion, tier, timeZone, sentAtMs: Date.now(), dueCount, oldestDueStartMs };
}
