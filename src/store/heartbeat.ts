import type { IDBPDatabase } from 'idb';
import type { VestibuleSchema } from './schema.ts';

/** When counting was last known to run, milliseconds since 1970 UTC; undefined on the first start. */
export async function readHeartbeat(database: IDBPDatabase<VestibuleSchema>): Promise<number | undefined> {
  const heartbeatMs = await database.get('meta', 'heartbeatMs');
  return typeof heartbeatMs === 'number' ? heartbeatMs : undefined;
}
