import { Temporal } from 'temporal-polyfill';

/** From `fromMs` to before `toMs`, milliseconds since 1970 UTC. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

const WEEK_DAYS = 7;

/** The IANA time zone `name` when we know it, else UTC: a kiosk that was never heard has none. */
export function knownZone(name: string | null): string {
  try {
    if (name === null) return 'UTC';
    const zone = Temporal.Now.zonedDateTimeISO(name).timeZoneId;
    // Must be known to both: `Temporal` takes offsets such as +01:00, which `Intl` of older Node does not.
    Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    // Expected trouble: kiosks may say anything, and know zones that are newer than this machine's list.
    return 'UTC';
  }
}

/** The day that it is in `zone` at `nowMs`. */
export function dayAt(nowMs: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone).toPlainDate();
}

/** A day of the calendar from `2026-11-26`; undefined for anything else. */
export function parseDay(text: string): Temporal.PlainDate | undefined {
  return parse(/^\d{4}-\d{2}-\d{2}$/, text, Temporal.PlainDate.from);
}

/** A month of the calendar from `2026-11`; undefined for anything else. */
export function parseMonth(text: string): Temporal.PlainYearMonth | undefined {
  return parse(/^\d{4}-\d{2}$/, text, Temporal.PlainYearMonth.from);
}

function parse<T>(pattern: RegExp, text: string, from: (text: string) => T): T | undefined {
  if (!pattern.test(text)) return undefined;
  try {
    return from(text);
  } catch {
    // Expected trouble: the thirtieth of February.
    return undefined;
  }
}

/** The stretch from the start of `first` to the end of `last` in `zone`; a day there may have 23 or 25 hours. */
export function stretchOf(first: Temporal.PlainDate, last: Temporal.PlainDate, zone: string): Stretch {
  return {
    fromMs: first.toZonedDateTime(zone).epochMilliseconds,
    toMs: last.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds,
  };
}

/** Monday of the week that `day` is in. */
export function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 });
}

/** `count` days from `first` on. */
export function daysFrom(first: Temporal.PlainDate, count: number): Temporal.PlainDate[] {
  return Array.from({ length: count }, (_, days) => first.add({ days }));
}

/** The weeks that `month` touches, from Monday to Sunday; undefined at the places of days of other months. */
export function weeksOf(month: Temporal.PlainYearMonth): (Temporal.PlainDate | undefined)[][] {
  const first = month.toPlainDate({ day: 1 });
  const monday = mondayOf(first);
  const weekCount = Math.ceil((first.dayOfWeek - 1 + month.daysInMonth) / WEEK_DAYS);
  return Array.from({ length: weekCount }, (_, week) =>
    daysFrom(monday.add({ weeks: week }), WEEK_DAYS).map((day) =>
      day.month === month.month ? day : undefined,
    ),
  );
}
