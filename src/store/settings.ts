/** The installer's settings in and out of the database. */
import type { IDBPDatabase } from 'idb';
import { DETECTOR_RANGES, parseTier } from '../domain/face.ts';
import { DEFAULT_SETTINGS, RETENTION_CHOICES_DAYS, type Settings } from '../domain/settings.ts';
import type { StoreFault } from './database.ts';
import type { VestibuleSchema } from './schema.ts';

/** The settings in a value of any shape; each part that is missing or not valid gets its default. */
function parseSettings(value: unknown): Settings {
  const stored: Record<string, unknown> =
    typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  const { range, cameraDeviceId, retentionDays } = stored;
  const tier = parseTier(stored['tier']);
  return {
    range: DETECTOR_RANGES.find((known) => known === range) ?? DEFAULT_SETTINGS.range,
    retentionDays:
      RETENTION_CHOICES_DAYS.find((known) => known === retentionDays) ?? DEFAULT_SETTINGS.retentionDays,
    ...(tier === undefined ? {} : { tier }),
    ...(typeof cameraDeviceId === 'string' && cameraDeviceId !== '' ? { cameraDeviceId } : {}),
  };
}

/**
 * The stored settings; the defaults on the first start.
 *
 * @throws DOMException when the database cannot be read
 */
export async function readSettings(database: IDBPDatabase<VestibuleSchema>): Promise<Settings> {
  return parseSettings(await database.get('meta', 'settings'));
}

/** Keeps the settings, on the disk when the promise resolves; a fault when they could not be written. */
export async function writeSettings(
  database: IDBPDatabase<VestibuleSchema>,
  settings: Settings,
): Promise<StoreFault | undefined> {
  try {
    const transaction = database.transaction('meta', 'readwrite', { durability: 'strict' });
    await Promise.all([transaction.store.put(parseSettings(settings), 'settings'), transaction.done]);
    return undefined;
  } catch (error) {
    // Expected trouble: a full disk or a closed database.
    return { kind: 'write', message: `The settings could not be stored: ${String(error)}` };
  }
}
