import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Tables } from '../store/schema.ts';
import { sumBuckets, type EntranceTotals } from '../store/sum-buckets.ts';
import { daysFrom, stretchOf, type Stretch } from './calendar.ts';
import { byZone, measuredShare, type FleetKiosk } from './fleet.ts';

/** One day of one entrance. */
export interface CoveredDay {
  /** Share of the day, or of what has passed of it, that was measured, 0 to 1; undefined before it has begun. */
  readonly measured: number | undefined;
  readonly entries: number;
}

/** One entrance's days of a month, in their order. */
export interface EntranceMonth {
  readonly kiosk: FleetKiosk;
  readonly entrance: string | undefined;
  readonly days: readonly CoveredDay[];
}

function monthsOf(
  kiosk: FleetKiosk,
  days: readonly { readonly stretch: Stretch; readonly summed: readonly EntranceTotals[] }[],
  nowMs: number,
): EntranceMonth[] {
  const own = days.map(({ summed }) => summed.filter((it) => it.kiosk === kiosk.row.id));
  const names = [...new Set(own.flat().map(({ entrance }) => entrance))].toSorted();
  if (names.length === 0 && kiosk.state === 'revoked') return [];
  const entrances: readonly (string | undefined)[] = names.length === 0 ? [undefined] : names;
  return entrances.map((entrance) => ({
    kiosk,
    entrance,
    days: days.map(({ stretch }, index) => {
      const totals = own[index]?.find((it) => it.entrance === entrance);
      const measured = measuredShare(totals?.coverageSec ?? 0, stretch, nowMs);
      return { measured, entries: totals?.entries ?? 0 };
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
      // SQLite answers within this thread: between two days, kiosks get their turn.
      await setImmediate();
    }
    for (const kiosk of members) months.set(kiosk, monthsOf(kiosk, days, nowMs));
  }
  return kiosks.flatMap((kiosk) => months.get(kiosk) ?? []);
}
