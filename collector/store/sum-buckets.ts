import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Totals } from '../../src/domain/bucket.ts';
import type { Tables } from './schema.ts';

/** What one kiosk counted at one entrance. */
export interface EntranceTotals extends Totals {
  readonly kiosk: string;
  readonly entrance: string;
}

type Summed = 'entries' | 'exits' | 'woman' | 'man' | 'undetermined' | 'coverage_sec';

/** As doubles: whole below 2^53, and a false number of a kiosk cannot overflow them. */
function sum(column: Summed): RawBuilder<number> {
  return sql<number>`sum(cast(${sql.ref(column)} as double precision))`;
}

/** The totals of all slots of `kiosks` that start from `fromMs` to before `toMs`; no line for an entrance without any. */
export async function sumBuckets(
  database: Kysely<Tables>,
  kiosks: readonly string[],
  fromMs: number,
  toMs: number,
): Promise<EntranceTotals[]> {
  if (kiosks.length === 0) return [];
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
    .orderBy('entrance')
    .execute();
}
