import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

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
  return rows.map((row) => ({
    kiosk: row.kiosk,
    kioskName: row.kiosk_name,
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
  }));
}
