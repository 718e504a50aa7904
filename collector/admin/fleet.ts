import type { Kysely, Selectable } from 'kysely';
import type { Temporal } from 'temporal-polyfill';
import type { Totals } from '../../src/domain/bucket.ts';
import { listKiosks } from '../store/kiosks.ts';
import type { KioskTable, Tables } from '../store/schema.ts';
import { sumBuckets } from '../store/sum-buckets.ts';
import { dayAt, knownZone, mondayOf, stretchOf, type Stretch } from './calendar.ts';
import { groupEntrances, totalsOf } from './entrances.ts';

const SECOND_MS = 1_000;
/** A kiosk sends once a minute, and after failures in a row within a quarter of an hour. */
const SILENT_MS = 20 * 60 * SECOND_MS;

/** A kiosk as the pages show it. */
export interface FleetKiosk {
  readonly row: Selectable<KioskTable>;
  readonly state: 'revoked' | 'never' | 'silent' | 'sending';
  /** Where its days are; UTC while it has not said. */
  readonly zone: string;
}

/** Which days totals are of. */
export type Span = 'day' | 'week';

/** Totals of one entrance, of some together, or of a kiosk that has none in this time. */
export interface EntranceLine {
  readonly kiosk: FleetKiosk;
  /** Which entrances they are of, grouped by `groupEntrances`. */
  readonly entrances: readonly string[];
  /** Undefined where no slot was measured: nobody knows how many came. */
  readonly totals: Totals | undefined;
  /** Share of the time so far that was measured, 0 to 1; undefined before it has begun. */
  readonly measured: number | undefined;
}

function stateOf(row: Selectable<KioskTable>, nowMs: number): FleetKiosk['state'] {
  if (row.revoked_ms !== null) return 'revoked';
  if (row.last_contact_ms === null) return 'never';
  return nowMs - row.last_contact_ms > SILENT_MS ? 'silent' : 'sending';
}

/** All kiosks, by name. */
export async function readKiosks(database: Kysely<Tables>, nowMs: number): Promise<FleetKiosk[]> {
  const rows = await listKiosks(database);
  return rows
    .map((row) => ({ row, state: stateOf(row, nowMs), zone: knownZone(row.time_zone) }))
    .toSorted((a, b) => a.row.name.localeCompare(b.row.name, 'en'));
}

/** The day that it is where the kiosk is that was heard last. */
export function today(kiosks: readonly FleetKiosk[], nowMs: number): Temporal.PlainDate {
  const [latest] = kiosks.toSorted((a, b) => (b.row.last_contact_ms ?? 0) - (a.row.last_contact_ms ?? 0));
  return dayAt(nowMs, latest?.zone ?? 'UTC');
}

/** First and last day of what totals are of. */
export function daysOf(
  day: Temporal.PlainDate,
  span: Span,
): readonly [Temporal.PlainDate, Temporal.PlainDate] {
  if (span === 'day') return [day, day];
  const monday = mondayOf(day);
  return [monday, monday.add({ days: 6 })];
}

/** `kiosks` by their time zones. */
export function byZone(kiosks: readonly FleetKiosk[]): Map<string, FleetKiosk[]> {
  const zones = new Map<string, FleetKiosk[]>();
  for (const kiosk of kiosks) {
    const others = zones.get(kiosk.zone);
    if (others === undefined) zones.set(kiosk.zone, [kiosk]);
    else others.push(kiosk);
  }
  return zones;
}

/** Share of a stretch, as far as it has passed, that `coverageSec` is; undefined before it has begun. */
export function measuredShare(
  coverageSec: number,
  { fromMs, toMs }: Stretch,
  nowMs: number,
): number | undefined {
  const passedMs = Math.min(nowMs, toMs) - fromMs;
  return passedMs <= 0 ? undefined : Math.min(1, (coverageSec * SECOND_MS) / passedMs);
}

/**
 * What the kiosks counted from the start of day `first` to the end of day `last`, each by the days of its own time zone. A kiosk
 * without slots in that time has a line that says so, unless it is revoked.
 */
export async function readTotals(
  database: Kysely<Tables>,
  kiosks: readonly FleetKiosk[],
  [first, last]: readonly [Temporal.PlainDate, Temporal.PlainDate],
  nowMs: number,
): Promise<EntranceLine[]> {
  const lines = new Map<FleetKiosk, EntranceLine[]>();
  for (const [zone, members] of byZone(kiosks)) {
    const stretch = stretchOf(first, last, zone);
    const ids = members.map(({ row }) => row.id);
    const summed = await sumBuckets(database, ids, stretch.fromMs, stretch.toMs);
    for (const kiosk of members)
      lines.set(kiosk, linesOf(kiosk, summed.get(kiosk.row.id) ?? new Map(), stretch, nowMs));
  }
  return kiosks.flatMap((kiosk) => lines.get(kiosk) ?? []);
}

function linesOf(
  kiosk: FleetKiosk,
  own: ReadonlyMap<string, Totals>,
  stretch: Stretch,
  nowMs: number,
): EntranceLine[] {
  if (own.size === 0 && kiosk.state === 'revoked') return [];
  return groupEntrances(own.keys()).map((entrances) => {
    const totals = totalsOf(entrances, own);
    const measured = measuredShare(totals.coverageSec, stretch, nowMs);
    // Slots in which nothing was measured are sent too; their zeros say nothing.
    const isKnown = totals.coverageSec > 0 || totals.entries > 0;
    return { kiosk, entrances, totals: isKnown ? totals : undefined, measured };
  });
}
