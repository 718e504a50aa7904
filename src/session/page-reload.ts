/** Loading the page anew, the last step of recovery, and never in a loop. */
import type { Snapshot } from '../state/snapshot.ts';

const RELOADED_KEY = 'vestibule-reloaded-ms';
/** A page that had to be loaded anew gets this long before it is again, milliseconds. */
const SELDOM_MS = 10 * 60_000;

/** Whether enough time has passed since `lastMs`; both in milliseconds since 1970 UTC. A clock that was set back tells nothing. */
function isDue(lastMs: number, nowMs: number): boolean {
  return nowMs < lastMs || nowMs - lastMs > SELDOM_MS;
}

/**
 * Loads the page anew unless that was done within the last ten minutes; the service worker has it without a network.
 *
 * @param beforehand waited for, so that what was counted is on the disk where the disk takes it: `mayReload` has seen that it did
 * @returns whether the page will go away
 */
export function reloadSeldom(beforehand: () => Promise<void>, reload = () => location.reload()): boolean {
  // Kept by the tab, so that it outlives the page and nothing else.
  const lastMs = Number(sessionStorage.getItem(RELOADED_KEY) ?? -Infinity);
  if (!isDue(lastMs, Date.now())) return false;
  sessionStorage.setItem(RELOADED_KEY, String(Date.now()));
  void beforehand().finally(reload);
  return true;
}

/**
 * Whether the page may go away for a moment without a loss.
 *
 * @param isKept whether the device itself keeps the page, so that it surely comes back
 */
export function mayReload({ source, store, clock }: Snapshot, isKept: boolean): boolean {
  // What waits in memory would be lost with the page, and what was counted under a wrong clock would never get its time.
  const isWritten = store.fault === undefined && !store.inMemory && !clock.isWrong;
  // It would also lose the file that a person chose.
  return isKept && isWritten && source.kind !== 'file';
}
