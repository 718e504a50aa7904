import type { OpenDatabase } from '../store/database.ts';
import { keepKioskKey, readKioskKey } from '../store/kiosk-key.ts';

async function makeKeyPair(): Promise<CryptoKeyPair | undefined> {
  try {
    return await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  } catch {
    // Expected trouble: a browser without Ed25519, or a page that is neither https nor local and so has no `crypto.subtle`.
    return undefined;
  }
}

/**
 * The keys of this kiosk, made when there are none yet. Undefined where the browser cannot sign with Ed25519.
 *
 * @throws DOMException when the database cannot be read or written
 */
export async function openKioskKey({ database }: OpenDatabase): Promise<CryptoKeyPair | undefined> {
  const known = await readKioskKey(database);
  if (known !== undefined) return known;
  const made = await makeKeyPair();
  return made && keepKioskKey(database, made);
}
