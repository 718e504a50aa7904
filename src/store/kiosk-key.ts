/** The pair of keys that this kiosk signs with, in and out of the database. */
import type { IDBPDatabase } from 'idb';
import type { VestibuleSchema } from './schema.ts';

function isKeyPair(value: unknown): value is CryptoKeyPair {
  if (typeof value !== 'object' || value === null) return false;
  return ['privateKey', 'publicKey'].every((name) => Reflect.get(value, name) instanceof CryptoKey);
}

/** The stored keys; undefined when there are none yet. */
export async function readKioskKey(
  database: IDBPDatabase<VestibuleSchema>,
): Promise<CryptoKeyPair | undefined> {
  const stored = await database.get('meta', 'kioskKey');
  return isKeyPair(stored) ? stored : undefined;
}

/**
 * Keeps `made` unless there are keys already, and answers those that are kept: of two that are made at once, the first stays. On the
 * disk when the promise resolves.
 *
 * @throws DOMException when the write fails
 */
export async function keepKioskKey(
  database: IDBPDatabase<VestibuleSchema>,
  made: CryptoKeyPair,
): Promise<CryptoKeyPair> {
  const transaction = database.transaction('meta', 'readwrite', { durability: 'strict' });
  const keep = async (): Promise<CryptoKeyPair> => {
    const known = await transaction.store.get('kioskKey');
    if (isKeyPair(known)) return known;
    await transaction.store.put(made, 'kioskKey');
    return made;
  };
  // Together, or a transaction that fails early rejects where nobody listens.
  const [kept] = await Promise.all([keep(), transaction.done]);
  return kept;
}
