/** Notices that the browser has thrown the database away, as Chromium does by itself when it finds its files damaged. */
import type { OpenDatabase } from './database.ts';

/** Local storage lies in other files: what it remembers outlives the database. */
function keyOf(first: string): string {
  return `${first}-epoch`;
}

/** Remembers which epoch goes on; the next start knows by it whether the database is still the same. */
export function rememberEpoch({ epoch }: OpenDatabase, first: string): void {
  try {
    localStorage.setItem(keyOf(first), epoch);
  } catch {
    // Expected trouble: no room, or no local storage at all. Then a loss goes unnoticed, and nothing else.
  }
}

function rememberedEpoch(first: string): string | undefined {
  try {
    return localStorage.getItem(keyOf(first)) ?? undefined;
  } catch {
    // Expected trouble, as above.
    return undefined;
  }
}

/**
 * Notes in the database when it is another than the one that was there before, and nothing in it says why.
 *
 * @throws DOMException when the database cannot be read or written
 */
export async function noteLoss(open: OpenDatabase, first: string): Promise<void> {
  const before = rememberedEpoch(first);
  const isLost = before !== undefined && before !== open.epoch;
  if (isLost && (await open.database.get('meta', 'beginning')) === undefined)
    await open.database.put('meta', Date.now(), 'lostMs');
  rememberEpoch(open, first);
}
