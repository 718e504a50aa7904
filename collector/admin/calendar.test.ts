import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { formatMoment } from './format.ts';
import { dayAt, knownZone, mondayOf, parseDay, parseMonth, stretchOf, weeksOf } from './calendar.ts';

const HOUR_MS = 3_600_000;

function hours(day: string, zone: string): number {
  const date = Temporal.PlainDate.from(day);
  const { fromMs, toMs } = stretchOf(date, date, zone);
  return (toMs - fromMs) / HOUR_MS;
}

test.each([
  ['2026-11-26', 'Europe/Zurich', 24],
  ['2026-03-29', 'Europe/Zurich', 23],
  ['2026-10-25', 'Europe/Zurich', 25],
  ['2026-04-05', 'Australia/Lord_Howe', 24.5],
  // Clocks go forward at midnight: the day begins at one o'clock.
  ['2026-09-06', 'America/Santiago', 23],
])('%s in %s has %d hours', (day, zone, length) => {
  expect(hours(day, zone)).toBe(length);
});

test('a day begins at midnight of the place, not of UTC', () => {
  const day = Temporal.PlainDate.from('2026-11-26');
  expect(new Date(stretchOf(day, day, 'Asia/Kathmandu').fromMs).toISOString()).toBe(
    '2026-11-25T18:15:00.000Z',
  );
  expect(dayAt(Date.parse('2026-11-25T23:30:00Z'), 'Europe/Zurich').toString()).toBe('2026-11-26');
});

test.each([null, '', 'Mars/Olympus', '\u0000', 'UTC', '+01:00', '+25:00'])(
  'the zone %j can be shown',
  (name) => {
    const zone = knownZone(name);
    expect(formatMoment(0, zone)).toContain('1970');
    expect(zone).toMatch(/^(UTC|\+01:00)$/);
  },
);

test('a zone that is known stays itself', () => {
  expect(knownZone('Europe/Zurich')).toBe('Europe/Zurich');
});

test.each(['', '2026-02-30', '2026-13-01', '26-11-2026', '2026-11-26T00:00', '999999-01-01', '0000-00-00'])(
  '"%s" is no day',
  (text) => {
    expect(parseDay(text)).toBeUndefined();
    expect(parseMonth(text)).toBeUndefined();
  },
);

test('a week begins on Monday', () => {
  expect(mondayOf(Temporal.PlainDate.from('2026-11-29')).toString()).toBe('2026-11-23');
  expect(mondayOf(Temporal.PlainDate.from('2026-11-23')).toString()).toBe('2026-11-23');
});

test.each([
  ['2026-02', 5, 7],
  ['2027-02', 4, 1],
  ['2026-11', 6, 7],
])('%s touches %d weeks and begins on day %d of one', (text, count, firstDay) => {
  const month = Temporal.PlainYearMonth.from(text);
  const weeks = weeksOf(month);
  expect(weeks).toHaveLength(count);
  expect(weeks[0]?.findIndex((day) => day !== undefined)).toBe(firstDay - 1);
  expect(weeks.flat().filter((day) => day !== undefined)).toHaveLength(month.daysInMonth);
});
