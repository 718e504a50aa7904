/** A token does not serve for ever: what was read from a disk once must not open the door for years. */
import type { Collector } from '../domain/collector.ts';
import { readCollector, replaceCollector } from '../store/collector.ts';
import type { OpenDatabase } from '../store/database.ts';
import { collectorOf } from './collector-of.ts';
import { post } from './exchange.ts';
import { isUploadTrouble } from './trouble.ts';

const DAY_MS = 24 * 3_600_000;
const RENEW_AFTER_MS = 30 * DAY_MS;

/** Whether the token is old enough to be renewed, or was got under a clock that ran ahead, so that nobody knows. */
export function isTokenOld({ tokenSinceMs = 0 }: Collector, nowMs: number): boolean {
  return nowMs - tokenSinceMs >= RENEW_AFTER_MS || tokenSinceMs - nowMs > DAY_MS;
}

/**
 * Asks for a new token and keeps it. The old one stays good until the new one is used, so that nothing is lost wherever this is cut off.
 * What does not come through, or an older collector that gives none, is asked again after a day.
 *
 * @throws DOMException when the new token cannot be kept; then the old one is
 */
export async function renewToken({ database }: OpenDatabase): Promise<void> {
  const collector = await readCollector(database);
  if (collector === undefined) return;
  const exchanged = await post(collector.url, '/v1/token', { token: collector.token });
  const renewed = isUploadTrouble(exchanged) ? undefined : collectorOf(collector.url, exchanged.answer);
  const isOurs = renewed?.kiosk === collector.kiosk;
  const tomorrow = { ...collector, tokenSinceMs: Date.now() - RENEW_AFTER_MS + DAY_MS };
  await replaceCollector(database, collector.token, isOurs ? renewed : tomorrow);
}
