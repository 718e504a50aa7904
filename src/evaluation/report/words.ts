import type { Interval } from '../metrics/share.ts';

const LANGUAGE = 'en-GB';
const count = new Intl.NumberFormat(LANGUAGE);
const oneDecimal = new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A whole number with its thousands apart: `1,284`. */
export function formatCount(value: number): string {
  return count.format(value);
}

/** A share in percent, `95.1 %`; a dash where there is none. */
export function formatShare(value: number | null): string {
  return value === null ? '–' : `${oneDecimal.format(100 * value)} %`;
}

/** A 95 % interval in percent: `94.0 to 95.9 %`. */
export function formatInterval(interval: Interval | null): string {
  if (interval === null) return '–';
  const [low, high] = interval.map((end) => oneDecimal.format(100 * end));
  return `${low} to ${high} %`;
}

/** A local moment with its zone: `26 November 2026 at 09:15 GMT+1`. */
export function formatMoment(timeMs: number, timeZone?: string): string {
  return new Intl.DateTimeFormat(LANGUAGE, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'shortOffset',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(timeMs);
}
