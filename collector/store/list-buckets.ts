import type { Kysely, Selectable } from 'kysely';
import type { BucketTable, Tables } from './schema.ts';

/** Totals of one slot, as they are handed on. */
export interface ListedBucket {
  readonly kiosk: string;
  readonly kioskName: string;
  readonly entrance: string;
  readonly epoch: string;
  /** Start of the slot, ISO 8601 in UTC. */
  readonly start: string;
  readonly slotMs: number;
  readonly entries: number;
  readonly exits: number;
  readonly woman: number;
  readonly man: number;
  readonly undetermined: number;
  readonly coverageSec: number;
  readonly revision: number;
}

/** A stretch of one kiosk's time: slots that start from `fromMs` to before `toMs`, milliseconds since 1970 UTC. */
export interface KioskStretch {
  readonly id: string;
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** How many rows are in memory at once. */
const PAGE_ROWS = 1_000;

function listed(row: Selectable<BucketTable>, kioskName: string): ListedBucket {
  return {
    kiosk: row.kiosk,
    kioskName,
    entrance: row.entrance,
    epoch: row.epoch,
    start: new Date(row.start_ms).toISOString(),
    slotMs: row.slot_ms,
    entries: row.entries,
    exits: row.exits,
    woman: row.woman,
    man: row.man,
    undetermined: row.undetermined,
    coverageSec: row.coverage_sec,
    revision: row.revision,
  };
}

/** All buckets, by kiosk and time. */
export async function listBuckets(database: Kysely<Tables>): Promise<readonly ListedBucket[]> {
  const rows = await database
    .selectFrom('buckets')
    .innerJoin('kiosks', 'kiosks.id', 'buckets.kiosk')
    .selectAll('buckets')
    .select('kiosks.name as kiosk_name')
    .orderBy('kiosk_name')
    .orderBy('kiosk')
    .orderBy('entrance')
    .orderBy('start_ms')
    .execute();
  return rows.map((row) => listed(row, row.kiosk_name));
}

/** The buckets of a stretch by time, in pages of at most `pageRows`, so that a large database does not fill the memory. */
export async function* readBuckets(
  database: Kysely<Tables>,
  { id, name, fromMs, toMs }: KioskStretch,
  pageRows = PAGE_ROWS,
): AsyncGenerator<readonly ListedBucket[]> {
  const query = database
    .selectFrom('buckets')
    .selectAll()
    .where('kiosk', '=', id)
    .where('start_ms', '<', toMs)
    .orderBy('start_ms')
    .orderBy('entrance')
    .orderBy('epoch')
    .limit(pageRows);
  let rows = await query.where('start_ms', '>=', fromMs).execute();
  for (;;) {
    if (rows.length > 0) yield rows.map((row) => listed(row, name));
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    rows = await query
      // Beside the next line, which says it all, for the planner: this is what the index is for.
      .where('start_ms', '>=', last.start_ms)
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('start_ms', 'entrance', 'epoch'), '>', tuple(last.start_ms, last.entrance, last.epoch)),
      )
      .execute();
  }
}
