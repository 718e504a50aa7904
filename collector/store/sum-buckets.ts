import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Totals } from '../../src/domain/bucket.ts';
import type { Tables } from './schema.ts';

/** What kiosks counted, by their ids and then by the names of their entrances. */
export type SummedBuckets = ReadonlyMap<string, ReadonlyMap<string, Totals>>;

/** SQLite takes 32 766 parameters in one statement; with less at once, others have their turn sooner. */
const IDS_AT_ONCE = 500;

type Summed = 'entries' | 'exits' | 'woman' | 'man' | 'undetermined' | 'coverage_sec';

/** As doubles: whole below 2^53, and a false number of a kiosk cannot overflow them. */
function sum(column: Summed): RawBuilder<number> {
  return sql<number>`sum(cast(${sql.ref(column)} as double precision))`;
}

function sumSome(database: Kysely<Tables>, kiosks: readonly string[], fromMs: number, toMs: number) {
  return database
    .selectFrom('buckets')
    .select(['kiosk', 'entrance'])
    .select([sum('entries').as('entries'), sum('exits').as('exits'), sum('woman').as('woman')])
    .select([sum('man').as('man'), sum('undetermined').as('undetermined')])
    .select(sum('coverage_sec').as('coverageSec'))
    .where('kiosk', 'in', kiosks)
    .where('start_ms', '>=', fromMs)
    .where('start_ms', '<', toMs)
    .groupBy(['kiosk', 'entrance'])
    .execute();
}

/**
 * The totals of all slots of `kiosks` that start from `fromMs` to before `toMs`, milliseconds since 1970 UTC; nothing for an
 * entrance without any.
 */
export async function sumBuckets(
  database: Kysely<Tables>,
  kiosks: readonly string[],
  fromMs: number,
  toMs: number,
): Promise<SummedBuckets> {
  const summed = new Map<string, Map<string, Totals>>();
  for (let first = 0; first < kiosks.length; first += IDS_AT_ONCE) {
    const rows = await sumSome(database, kiosks.slice(first, first + IDS_AT_ONCE), fromMs, toMs);
    for (const { kiosk, entrance, ...totals } of rows) {
      const own = summed.get(kiosk);
      if (own === undefined) summed.set(kiosk, new Map([[entrance, totals]]));
      else own.set(entrance, totals);
    }
    // SQLite answers within this thread: in between, kiosks get their turn.
    await setImmediate();
  }
  return summed;
}
