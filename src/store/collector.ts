/** The collector that this kiosk is enrolled with, in and out of the database. */
import type { IDBPDatabase } from 'idb';
import type { Collector } from '../domain/collector.ts';
import type { VestibuleSchema } from './schema.ts';

/**
 * Stands in the place of a collector that a person left: without it, the one of an earlier database would be brought over again.
 */
export const LEFT_COLLECTOR = 'left';

/** A collector in a value of any shape. */
function parseCollector(value: unknown): Collector | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [url, kiosk, name, token] = ['url', 'kiosk', 'name', 'token'].map((key): unknown =>
    Reflect.get(value, key),
  );
  const isWhole = [url, kiosk, name, token].every((part) => typeof part === 'string');
  const tokenSinceMs: unknown = Reflect.get(value, 'tokenSinceMs');
  const since = typeof tokenSinceMs === 'number' ? { tokenSinceMs } : {};
  return isWhole ? ({ url, kiosk, name, token, ...since } as Collector) : undefined;
}

/** Where totals are sent to; undefined when nowhere. */
export async function readCollector(database: IDBPDatabase<VestibuleSchema>): Promise<Collector | undefined> {
  return parseCollector(await database.get('meta', 'collector'));
}

/**
 * Replaces the collector by `next` if its token still is `token`: whoever left it meanwhile, or enrolled anew, must not get back what was.
 *
 * @throws DOMException when the write fails
 */
export async function replaceCollector(
  database: IDBPDatabase<VestibuleSchema>,
  token: string,
  next: Collector,
): Promise<void> {
  const transaction = database.transaction('meta', 'readwrite', { durability: 'strict' });
  const replace = async (): Promise<void> => {
    const now = parseCollector(await transaction.store.get('collector'));
    if (now?.token === token) await transaction.store.put(next, 'collector');
  };
  // Together, or a transaction that fails early rejects where nobody listens.
  await Promise.all([replace(), transaction.done]);
}

/**
 * Keeps where totals are sent to, on the disk when the promise resolves; undefined: nowhere.
 *
 * @throws DOMException when the write fails
 */
export async function writeCollector(
  database: IDBPDatabase<VestibuleSchema>,
  collector: Collector | undefined,
): Promise<void> {
  const transaction = database.transaction('meta', 'readwrite', { durability: 'strict' });
  const written = parseCollector(collector) ?? LEFT_COLLECTOR;
  await Promise.all([transaction.store.put(written, 'collector'), transaction.done]);
}
