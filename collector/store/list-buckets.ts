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
  /** Only those of this entrance. */
  readonly entrance?: string;
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

/** The buckets of a stretch by time, in pages of at most `pageRows`, so that a large database does not fill the memory. */
export async function* readBuckets(
  database: Kysely<Tables>,
  { id, name, fromMs, toMs, entrance }: KioskStretch,
  pageRows = PAGE_ROWS,
): AsyncGenerator<readonly ListedBucket[]> {
  const query = database
    .selectFrom('buckets')
    .selectAll()
    .where('kiosk', '=', id)
    .where('start_ms', '<', toMs)
    .$if(entrance !== undefined, (all) => all.where('entrance', '=', entrance ?? ''))
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

/** All buckets by the kiosk's name, its id, entrance and time, in pages of at most `pageRows`. */
export async function* readAllBuckets(
  database: Kysely<Tables>,
  pageRows = PAGE_ROWS,
): AsyncGenerator<readonly ListedBucket[]> {
  const kiosks = await database
    .selectFrom('kiosks')
    .select(['id', 'name'])
    .orderBy('name')
    .orderBy('id')
    .execute();
  for (const { id, name } of kiosks) {
    const entrances = await database
      .selectFrom('buckets')
      .select(({ fn }) => ['entrance', fn.min('start_ms').as('firstMs'), fn.max('start_ms').as('lastMs')])
      .where('kiosk', '=', id)
      .groupBy('entrance')
      .orderBy('entrance')
      .execute();
    for (const { entrance, firstMs, lastMs } of entrances)
      yield* readBuckets(database, { id, name, entrance, fromMs: firstMs, toMs: lastMs + 1 }, pageRows);
  }
}
