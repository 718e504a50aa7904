import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SentBucket } from '../../src/domain/batch.ts';
import { storeBuckets } from '../store/buckets.ts';
import { revokeKiosk } from '../store/kiosks.ts';
import type { OpenStore } from '../store/open-store.ts';
import { newKiosk } from '../testing/each-store.testing.ts';
import { SAMPLE_REPORT, sampleBucket } from '../testing/samples.testing.ts';
import { openTestStore, testFolder } from '../testing/stores.testing.ts';
import { readCoverage } from './coverage.ts';
import { daysOf, readKiosks, readTotals, today } from './fleet.ts';

const MINUTE_MS = 60_000;
const NOW_MS = Date.parse('2026-11-26T11:00:00Z');

let store: OpenStore;
let remove: () => void;

beforeEach(async () => {
  const made = testFolder();
  remove = made.remove;
  store = await openTestStore({ folder: made.folder });
});

afterEach(async () => {
  await store.dispose();
  remove();
});

/** A quarter of an hour that starts then. */
function bucketAt(time: string, changes: Partial<SentBucket> = {}): SentBucket {
  return sampleBucket(0, { startMs: Date.parse(time), coverageSec: 900, ...changes });
}

/** A kiosk that has just sent `buckets`, or did `agoMs` ago. */
async function kioskIn(timeZone: string, buckets: readonly SentBucket[], agoMs = MINUTE_MS): Promise<string> {
  const { kiosk } = await newKiosk(store, timeZone);
  const contact = { report: { ...SAMPLE_REPORT, timeZone }, atMs: NOW_MS - agoMs };
  await storeBuckets(
    store.database,
    kiosk,
    buckets.map((it) => ({ ...it, epoch: kiosk })),
    contact,
  );
  return kiosk;
}

async function totalsOf(day: string, span: 'day' | 'week' = 'day') {
  const kiosks = await readKiosks(store.database, NOW_MS);
  const lines = await readTotals(store.database, kiosks, daysOf(Temporal.PlainDate.from(day), span), NOW_MS);
  return lines.map(({ kiosk, totals, measured }) => [kiosk.row.name, totals?.entries, measured]);
}

async function entriesOf(day: string, span: 'day' | 'week' = 'day') {
  return (await totalsOf(day, span)).map(([name, entries]) => [name, entries]);
}

test('tells how each kiosk is', async () => {
  await kioskIn('Europe/Zurich', [], 19 * MINUTE_MS);
  await kioskIn('America/New_York', [], 21 * MINUTE_MS);
  await newKiosk(store, 'Never');
  await revokeKiosk(store.database, await kioskIn('Asia/Tokyo', []), NOW_MS);
  const kiosks = await readKiosks(store.database, NOW_MS);
  expect(kiosks.map(({ row, state, zone }) => [row.name, state, zone])).toEqual([
    ['America/New_York', 'silent', 'America/New_York'],
    ['Asia/Tokyo', 'revoked', 'Asia/Tokyo'],
    ['Europe/Zurich', 'sending', 'Europe/Zurich'],
    ['Never', 'never', 'UTC'],
  ]);
  expect(today(kiosks, Date.parse('2026-11-26T23:30:00Z')).toString()).toBe('2026-11-27');
});

test('counts a day from midnight to midnight of the kiosk’s own place, though it has 25 hours', async () => {
  const times = [
    '2026-10-24T21:45',
    '2026-10-24T22:00',
    '2026-10-25T01:30',
    '2026-10-25T22:45',
    '2026-10-25T23:00',
  ];
  await kioskIn(
    'Europe/Zurich',
    times.map((time, index) =>
      bucketAt(`${time}:00Z`, { entries: 10 ** index, woman: 0, man: 0, undetermined: 0 }),
    ),
  );
  expect(await totalsOf('2026-10-25')).toEqual([['Europe/Zurich', 1_110, (3 * 900) / (25 * 3600)]]);
  expect(await totalsOf('2026-10-24')).toEqual([['Europe/Zurich', 1, 900 / 86_400]]);
});

test('counts each kiosk by its own days, and a week from Monday to Sunday', async () => {
  const times = ['2026-11-22T23:00:00Z', '2026-11-23T03:00:00Z', '2026-11-23T12:00:00Z'];
  await kioskIn(
    'Europe/Zurich',
    times.map((time) => bucketAt(time)),
  );
  await kioskIn(
    'America/New_York',
    times.map((time) => bucketAt(time)),
  );
  expect(await entriesOf('2026-11-23')).toEqual([
    ['America/New_York', 7],
    ['Europe/Zurich', 21],
  ]);
  expect(await entriesOf('2026-11-25', 'week')).toEqual([
    ['America/New_York', 7],
    ['Europe/Zurich', 21],
  ]);
  expect(await entriesOf('2026-11-22', 'week')).toEqual([
    ['America/New_York', 14],
    ['Europe/Zurich', undefined],
  ]);
});

test('does not take what was not measured for nobody', async () => {
  const nothing = { entries: 0, exits: 0, woman: 0, man: 0, undetermined: 0 };
  await kioskIn('Etc/GMT', [bucketAt('2026-11-26T10:00:00Z', nothing)]);
  await kioskIn('Etc/GMT-1', [bucketAt('2026-11-26T10:00:00Z', { ...nothing, coverageSec: 0 })]);
  await kioskIn('Etc/GMT-2', []);
  const revoked = await kioskIn('Etc/GMT-3', []);
  await revokeKiosk(store.database, revoked, NOW_MS);
  expect(await totalsOf('2026-11-26')).toEqual([
    ['Etc/GMT', 0, 900 / (11 * 3600)],
    ['Etc/GMT-1', undefined, 0],
    ['Etc/GMT-2', undefined, 0],
  ]);
  expect(await totalsOf('2026-11-27')).toEqual([
    ['Etc/GMT', undefined, undefined],
    ['Etc/GMT-1', undefined, undefined],
    ['Etc/GMT-2', undefined, undefined],
  ]);
});

test('a calendar has every day of the month, with its share and what is to come', async () => {
  const day = Array.from({ length: 96 }, (_, slot) =>
    sampleBucket(0, {
      startMs: Date.parse('2026-11-02T00:00:00Z') + slot * 15 * MINUTE_MS,
      coverageSec: 900,
    }),
  );
  await kioskIn('Etc/UTC', [
    ...day,
    bucketAt('2026-11-26T10:45:00Z'),
    bucketAt('2026-11-30T00:00:00Z', { entrance: 'back' }),
  ]);
  await revokeKiosk(store.database, await kioskIn('Asia/Tokyo', []), NOW_MS);
  await newKiosk(store, 'Never');
  const kiosks = await readKiosks(store.database, NOW_MS);
  const month = Temporal.PlainYearMonth.from('2026-11');
  const [back, door, never, ...rest] = await readCoverage(store.database, kiosks, month, NOW_MS);
  expect(rest).toEqual([]);
  expect([back, door, never].map((it) => [it?.kiosk.row.name, it?.entrances, it?.days.length])).toEqual([
    ['Etc/UTC', ['back'], 30],
    ['Etc/UTC', ['door'], 30],
    ['Never', [], 30],
  ]);
  expect(door?.days[0]).toEqual({ measured: 0, entries: 0 });
  expect(door?.days[1]).toEqual({ measured: 1, entries: 96 * 7 });
  expect(door?.days[25]).toEqual({ measured: 900 / (11 * 3600), entries: 7 });
  expect(door?.days[26]?.measured).toBeUndefined();
});

test('shows twenty entrances of a kiosk one by one, and the others together, in every sum', async () => {
  const buckets = Array.from({ length: 25 }, (_, index) =>
    bucketAt('2026-11-25T12:00:00Z', { entrance: `door ${String.fromCharCode(65 + index)}`, entries: 7 }),
  );
  const half = { entrance: 'door Y', coverageSec: 450 };
  await kioskIn('Etc/UTC', [...buckets, bucketAt('2026-11-25T13:00:00Z', half)]);
  const kiosks = await readKiosks(store.database, NOW_MS);
  const day = Temporal.PlainDate.from('2026-11-25');
  const lines = await readTotals(store.database, kiosks, daysOf(day, 'day'), NOW_MS);
  expect(lines.map(({ entrances }) => entrances.length)).toEqual([...Array<number>(20).fill(1), 5]);
  expect(lines.at(-1)?.entrances).toEqual(['U', 'V', 'W', 'X', 'Y'].map((letter) => `door ${letter}`));
  expect(lines.at(-1)).toMatchObject({
    totals: { entries: 6 * 7 },
    measured: (4 * 900 + 1_350) / 5 / 86_400,
  });
  expect(lines.reduce((sum, { totals }) => sum + (totals?.entries ?? 0), 0)).toBe(26 * 7);
  const months = await readCoverage(store.database, kiosks, day.toPlainYearMonth(), NOW_MS);
  expect(months.map(({ entrances }) => entrances)).toEqual(lines.map(({ entrances }) => entrances));
  expect(months.at(-1)?.days[24]).toEqual({ measured: lines.at(-1)?.measured, entries: 6 * 7 });
});
