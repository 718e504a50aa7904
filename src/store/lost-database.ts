/** Notices that the browser has thrown the database away, as Chromium does by itself when it finds its files damaged. */
import type { OpenDatabase } from './database.ts';

/** Local storage lies in other files: what it remembers outlives the database. */
function keyOf(first: string): string {
  return `${first}-epoch`;
}

function remember(epoch: string, first: string): void {
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
 * Notes in the database when it is another than the one that was there before, and nothing in it says why. It is known by its first epoch:
 * local storage may not have been on the disk when a later one began. Only the one window that counts may note it.
 *
 * @throws DOMException when the database cannot be read or written
 */
export async function noteLoss({ database, epoch }: OpenDatabase, first: string): Promise<void> {
  const before = rememberedEpoch(first);
  const firstEpoch = await database.get('meta', 'firstEpoch');
  const own = typeof firstEpoch === 'string' ? firstEpoch : epoch;
  const isLost = before !== undefined && before !== own;
  if (isLost && (await database.get('meta', 'beginning')) === undefined)
    await database.put('meta', Date.now(), 'lostMs');
  remember(own, first);
}
