/** Numbers and times in the language of the pages' words; times in the time zone that they are given. */
import type { Temporal } from 'temporal-polyfill';

const LANGUAGE = 'en-GB';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const count = new Intl.NumberFormat(LANGUAGE);
const ago = new Intl.RelativeTimeFormat(LANGUAGE);
const percent = new Intl.NumberFormat(LANGUAGE, { style: 'percent' });

/** A whole number with its thousands apart: `1,284`. */
export function formatCount(value: number): string {
  return count.format(value);
}

/** A share (0 to 1) in whole percents; never 0% for what is there. */
export function formatShare(share: number): string {
  return share > 0 && share < 0.005 ? 'under 1%' : percent.format(share);
}

/** How long ago something was: `3 minutes ago`. `pastMs` is a length in milliseconds. */
export function formatAgo(pastMs: number): string {
  if (pastMs < MINUTE_MS) return 'just now';
  if (pastMs < HOUR_MS) return ago.format(-Math.floor(pastMs / MINUTE_MS), 'minute');
  if (pastMs < DAY_MS) return ago.format(-Math.floor(pastMs / HOUR_MS), 'hour');
  return ago.format(-Math.floor(pastMs / DAY_MS), 'day');
}

/** A moment where `zone` is: `26 Nov 2026, 09:15 GMT+1`. */
export function formatMoment(timeMs: number, zone: string): string {
  return new Intl.DateTimeFormat(LANGUAGE, {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(timeMs);
}

/** A clock that is off by `skewMs`: `2 min ahead`, `3 h behind`. */
export function formatSkew(skewMs: number): string {
  const size = Math.abs(skewMs);
  const [unitMs, unit] =
    size < HOUR_MS ? [MINUTE_MS, 'min'] : size < DAY_MS ? [HOUR_MS, 'h'] : [DAY_MS, 'days'];
  return `${formatCount(Math.round(size / unitMs))} ${unit} ${skewMs > 0 ? 'ahead' : 'behind'}`;
}

function formatDate(day: Temporal.PlainDate, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LANGUAGE, { ...options, timeZone: 'UTC' }).format(
    Date.UTC(day.year, day.month - 1, day.day),
  );
}

/** `Thursday 26 November 2026`. */
export function formatDay(day: Temporal.PlainDate): string {
  return formatDate(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** `26 November 2026`. */
export function formatShortDay(day: Temporal.PlainDate): string {
  return formatDate(day, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** `November 2026`. */
export function formatMonth(month: Temporal.PlainYearMonth): string {
  return formatDate(month.toPlainDate({ day: 1 }), { month: 'long', year: 'numeric' });
}
