import type { Kysely } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Tables } from '../store/schema.ts';
import { sumBuckets, type SummedBuckets } from '../store/sum-buckets.ts';
import { daysFrom, stretchOf, type Stretch } from './calendar.ts';
import { groupEntrances, totalsOf } from './entrances.ts';
import { byZone, measuredShare, type FleetKiosk } from './fleet.ts';

/** One day of one entrance, or of some together. */
export interface CoveredDay {
  /** Share of the day, or of what has passed of it, that was measured, 0 to 1; undefined before it has begun. */
  readonly measured: number | undefined;
  readonly entries: number;
}

/** Days of a month, in their order. */
export interface EntranceMonth {
  readonly kiosk: FleetKiosk;
  /** Which entrances they are of, grouped by `groupEntrances`. */
  readonly entrances: readonly string[];
  readonly days: readonly CoveredDay[];
}

function monthsOf(
  kiosk: FleetKiosk,
  days: readonly { readonly stretch: Stretch; readonly summed: SummedBuckets }[],
  nowMs: number,
): EntranceMonth[] {
  const own = days.map(({ stretch, summed }) => ({ stretch, totals: summed.get(kiosk.row.id) }));
  const names = new Set(own.flatMap(({ totals }) => [...(totals?.keys() ?? [])]));
  if (names.size === 0 && kiosk.state === 'revoked') return [];
  return groupEntrances(names).map((entrances) => ({
    kiosk,
    entrances,
    days: own.map(({ stretch, totals }) => {
      const { coverageSec, entries } = totalsOf(entrances, totals);
      return { measured: measuredShare(coverageSec, stretch, nowMs), entries };
    }),
  }));
}

/** How much of each day of `month` each entrance measured; the days are those of its kiosk's time zone. */
export async function readCoverage(
  database: Kysely<Tables>,
  kiosks: readonly FleetKiosk[],
  month: Temporal.PlainYearMonth,
  nowMs: number,
): Promise<EntranceMonth[]> {
  const dates = daysFrom(month.toPlainDate({ day: 1 }), month.daysInMonth);
  const months = new Map<FleetKiosk, EntranceMonth[]>();
  for (const [zone, members] of byZone(kiosks)) {
    const ids = members.map(({ row }) => row.id);
    const days = [];
    for (const date of dates) {
      const stretch = stretchOf(date, date, zone);
      days.push({ stretch, summed: await sumBuckets(database, ids, stretch.fromMs, stretch.toMs) });
    }
    for (const kiosk of members) months.set(kiosk, monthsOf(kiosk, days, nowMs));
  }
  return kiosks.flatMap((kiosk) => months.get(kiosk) ?? []);
}
