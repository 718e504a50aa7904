import { assert, constantFrom, integer, property } from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_SLOT_MS, localDayBounds, slotsBetween, slotStart } from './time-slot.ts';

const HOUR_MS = 3_600_000;

describe('slotStart', () => {
  test('a slot holds its first millisecond and not its last edge, before 1970 too', () => {
    expect(slotStart(DEFAULT_SLOT_MS, DEFAULT_SLOT_MS)).toBe(DEFAULT_SLOT_MS);
    expect(slotStart(DEFAULT_SLOT_MS - 1, DEFAULT_SLOT_MS)).toBe(0);
    expect(slotStart(-1, DEFAULT_SLOT_MS)).toBe(-DEFAULT_SLOT_MS);
  });
});

describe('slotsBetween', () => {
  test('gives the slots that begin in a half-open range', () => {
    expect(slotsBetween(100, 300, 100)).toEqual([100, 200]);
    expect(slotsBetween(101, 301, 100)).toEqual([200, 300]);
    expect(slotsBetween(101, 199, 100)).toEqual([]);
    expect(slotsBetween(300, 100, 100)).toEqual([]);
  });

  test('neighbouring ranges share no slot and lose none', () => {
    const time = integer({ min: -100_000, max: 100_000 });
    assert(
      property(time, time, time, integer({ min: 1_000, max: 60_000 }), (a, b, c, slotMs) => {
        const [from = 0, middle = 0, to = 0] = [a, b, c].toSorted((left, right) => left - right);
        const slots = slotsBetween(from, to, slotMs);
        expect([...slotsBetween(from, middle, slotMs), ...slotsBetween(middle, to, slotMs)]).toEqual(slots);
        for (const startMs of slots) {
          expect(slotStart(startMs, slotMs)).toBe(startMs);
          expect(startMs >= from && startMs < to).toBe(true);
        }
      }),
    );
  });
});

/** Noon in UTC of a day, zone, start and length of the local day that holds it. */
const days: readonly [zone: string, noonUtc: string, startUtc: string, hours: number, why: string][] = [
  ['UTC', '2026-03-29', '2026-03-29T00:00Z', 24, 'no clock change'],
  ['Europe/Berlin', '2026-03-28', '2026-03-27T23:00Z', 24, 'the day before summer time'],
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00Z', 23, 'summer time begins'],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00Z', 25, 'summer time ends'],
  ['Europe/Berlin', '2026-12-31', '2026-12-30T23:00Z', 24, 'the last day of a year'],
  ['America/New_York', '2026-11-01', '2026-11-01T04:00Z', 25, 'summer time ends'],
  ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00Z', 23, 'the clocks skip midnight itself'],
  ['America/Havana', '2026-11-01', '2026-11-01T04:00Z', 25, 'midnight comes twice'],
  ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30Z', 23.5, 'the clocks move by half an hour'],
  ['Asia/Kolkata', '2026-06-01', '2026-05-31T18:30Z', 24, 'not a whole hour from UTC'],
  ['Pacific/Kiritimati', '2026-06-01', '2026-06-01T10:00Z', 24, '14 hours ahead of UTC'],
];

describe('localDayBounds', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test.each(days)('%s on %s: starts %s and lasts %d hours (%s)', (zone, noonUtc, startUtc, hours) => {
    vi.stubEnv('TZ', zone);
    const startMs = Date.parse(startUtc);
    const endMs = startMs + hours * HOUR_MS;
    expect(localDayBounds(Date.parse(`${noonUtc}T12:00Z`))).toEqual({ startMs, endMs });
    expect(localDayBounds(startMs)).toEqual({ startMs, endMs });
    expect(localDayBounds(endMs - 1)).toEqual({ startMs, endMs });
    expect(localDayBounds(endMs).startMs).toBe(endMs);
  });

  test('days follow each other without a gap', () => {
    const zones = constantFrom('Europe/Berlin', 'Africa/Cairo', 'America/Havana', 'Asia/Tehran');
    assert(
      property(zones, integer({ min: 0, max: 60 * 365 * 24 }), (zone, hoursSince1970) => {
        vi.stubEnv('TZ', zone);
        const timeMs = hoursSince1970 * HOUR_MS;
        const { startMs, endMs } = localDayBounds(timeMs);
        expect(startMs <= timeMs && timeMs < endMs).toBe(true);
        expect(localDayBounds(endMs).startMs).toBe(endMs);
        expect(localDayBounds(startMs - 1).endMs).toBe(startMs);
      }),
    );
  });
});
