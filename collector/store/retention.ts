import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import { inTransaction } from './transaction.ts';

const DAY_MS = 86_400_000;
/** How much of one kiosk's time goes in one transaction, so that kiosks that send meanwhile wait for little. */
const SLICE_MS = 7 * DAY_MS;

/**
 * The oldest start that is kept when slots are kept for `keepDays`; −Infinity when they are kept for ever. What starts before is
 * deleted, and must not be taken again either: nothing would tell it from a slot that is new.
 */
export function keptFrom(keepDays: number | undefined, nowMs: number): number {
  return keepDays === undefined ? -Infinity : nowMs - keepDays * DAY_MS;
}

/** SQLite answers within this thread, so the loops over these let others have their turn: kiosks, and whoever says to end. */
async function listIds(database: Kysely<Tables>): Promise<string[]> {
  return (await database.selectFrom('kiosks').select('id').execute()).map(({ id }) => id);
}

/**
 * How many slots start before `beforeMs`; undefined when `signal` says to end before all are counted. Kiosk by kiosk, as all here:
 * that is how the index goes.
 */
export async function countOlder(
  database: Kysely<Tables>,
  beforeMs: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  let older = 0;
  for (const id of await listIds(database)) {
    await setImmediate();
    if (signal.aborted) return undefined;
    const { count } = await database
      .selectFrom('buckets')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('kiosk', '=', id)
      .where('start_ms', '<', beforeMs)
      .executeTakeFirstOrThrow();
    older += Number(count);
  }
  return older;
}

/** Deletes one slice of a kiosk's oldest slots; undefined when none starts before `beforeMs`. */
async function deleteSlice(
  database: Kysely<Tables>,
  kiosk: string,
  beforeMs: number,
): Promise<number | undefined> {
  return inTransaction(database, async (transaction) => {
    const oldest = await transaction
      .selectFrom('buckets')
      .select('start_ms as startMs')
      .where('kiosk', '=', kiosk)
      .where('start_ms', '<', beforeMs)
      .orderBy('start_ms')
      .limit(1)
      .executeTakeFirst();
    if (oldest === undefined) return undefined;
    const { numDeletedRows } = await transaction
      .deleteFrom('buckets')
      .where('kiosk', '=', kiosk)
      .where('start_ms', '<', Math.min(beforeMs, oldest.startMs + SLICE_MS))
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  });
}

/** Deletes all slots that start before `beforeMs`, and answers how many; ends early when `signal` says so. Kiosks stay. */
export async function deleteOlder(
  database: Kysely<Tables>,
  beforeMs: number,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (const id of await listIds(database))
    for (;;) {
      await setImmediate();
      if (signal.aborted) return deleted;
      const slice = await deleteSlice(database, id, beforeMs);
      if (slice === undefined) break;
      deleted += slice;
    }
  return deleted;
}
