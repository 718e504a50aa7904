/** Numbers and times in the language of the screen's words, and in the device's time zone. */
const LANGUAGE = 'en-GB';

const count = new Intl.NumberFormat(LANGUAGE);
const oneDecimal = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });

/** A format in the device's time zone, also when the device is given another: a format keeps the zone in which it was made. */
function inDeviceZone(options: Intl.DateTimeFormatOptions): (timeMs: number) => string {
  let zone: string | undefined;
  let format = new Intl.DateTimeFormat(LANGUAGE, options);
  return (timeMs) => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    if (timeZone !== zone) format = new Intl.DateTimeFormat(LANGUAGE, options);
    zone = timeZone;
    return format.format(timeMs);
  };
}

const time = inDeviceZone({ hour: '2-digit', minute: '2-digit' });
const date = inDeviceZone({ weekday: 'long', day: 'numeric', month: 'long' });
const year = inDeviceZone({ year: 'numeric' });

/** A whole number with its thousands apart: `1,284`. */
export function formatCount(value: number): string {
  return count.format(value);
}

/** A whole number of things, each called `one`: `1 file`, `2,359 files`. */
export function formatCountOf(value: number, one: string): string {
  return `${formatCount(value)} ${one}${value === 1 ? '' : 's'}`;
}

/** A number with at most one decimal: `24.6`. */
export function formatDecimal(value: number): string {
  return oneDecimal.format(value);
}

/** A share in percent, with one decimal: `95.1 %`. */
export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Local time of day: `09:15`. `timeMs` in milliseconds since 1970 UTC, as everywhere here. */
export function formatTime(timeMs: number): string {
  return time(timeMs);
}

/** Local day: `Tuesday 24 November`. */
export function formatDate(timeMs: number): string {
  return date(timeMs);
}

/** A local moment of any year: `Tuesday 24 November 2026, 09:15`. */
export function formatMoment(timeMs: number): string {
  return `${formatDate(timeMs)} ${year(timeMs)}, ${formatTime(timeMs)}`;
}

/** A stretch of local time: `09:15–09:30`. */
export function formatStretch(startMs: number, endMs: number): string {
  return `${formatTime(startMs)}–${formatTime(endMs)}`;
}

/** Name of the local time zone at a moment, and its offset: `Central European Standard Time, GMT+1`. */
export function formatTimeZone(timeMs: number): string {
  const name = (timeZoneName: 'long' | 'shortOffset'): string =>
    new Intl.DateTimeFormat(LANGUAGE, { timeZoneName })
      .formatToParts(timeMs)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return [...new Set([name('long'), name('shortOffset')])].join(', ');
}

/** Seconds as minutes: `12 min`; `under 1 min` for what is there but rounds to nothing. */
export function formatMinutes(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes === 0 && seconds > 0 ? 'under 1 min' : `${count.format(minutes)} min`;
}

/** Hours and minutes: `3 h 20 min`. */
export function formatHours(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? formatMinutes(seconds) : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A time to wait, rounded up: `9 s`, `2 min 05 s`. */
export function formatCountdown(waitMs: number): string {
  const seconds = Math.max(0, Math.ceil(waitMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Bytes as megabytes of 1,000,000: `3.4 MB`. */
export function formatMegabytes(bytes: number): string {
  return `${oneDecimal.format(bytes / 1e6)} MB`;
}

/** Bytes of a file: `61 kB`, `3.4 MB`. */
export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${count.format(Math.ceil(bytes / 1000))} kB` : formatMegabytes(bytes);
}

/** Milliseconds of computing: `3.2 ms`. */
export function formatMs(milliseconds: number): string {
  return `${oneDecimal.format(milliseconds)} ms`;
}
