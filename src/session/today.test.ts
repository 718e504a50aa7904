import { assert, array, constantFrom, integer, property, record } from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { sumTotals, type Bucket } from '../domain/bucket.ts';
import { bucketOf } from '../store/store.testing.ts';
import { dayOf } from './today.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const SLOT_MS = 900_000;
const HOUR_MS = 3_600_000;

/** A measured slot at which some women came. */
function slotAt(startMs: number, women: number, change: Partial<Bucket> = {}): Bucket {
  return bucketOf({ startMs, entries: women, woman: women, coverageSec: 900, meanFrameRate: 20, ...change });
}

function slots(fromMs: number, toMs: number): readonly Bucket[] {
  return Array.from({ length: (toMs - fromMs) / SLOT_MS }, (_, slot) => slotAt(fromMs + slot * SLOT_MS, 1));
}

test.each([
  ['summer time begins', 'Europe/Berlin', '2026-03-29T10:00Z', 23],
  ['summer time ends', 'Europe/Berlin', '2026-10-25T10:00Z', 25],
  ['the clocks move by half an hour', 'Australia/Lord_Howe', '2026-10-04T00:00Z', 23.5],
  ['no clock changes', 'Asia/Kolkata', '2026-06-01T10:00Z', 24],
])('when %s, the day has one person of each of its slots', (_name, zone, noon, hours) => {
  vi.stubEnv('TZ', zone);
  const noonMs = Date.parse(noon);
  const day = dayOf(slots(noonMs - 48 * HOUR_MS, noonMs + 48 * HOUR_MS), noonMs);
  expect(day.totals.entries).toBe(hours * 4);
  expect(day.endMs - day.startMs).toBe(hours * HOUR_MS);
});

test('whatever zone the device is moved to, its days share out the same people, each once', () => {
  const zones = constantFrom('Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia');
  const startMs = Date.UTC(2026, 2, 20);
  const some = array(record({ slot: integer({ min: 0, max: 20 * 96 }), woman: integer({ min: 1, max: 9 }) }));
  assert(
    property(zones, some, (zone, all) => {
      vi.stubEnv('TZ', zone);
      const buckets = all.map(({ slot, woman }) => slotAt(startMs + slot * SLOT_MS, woman));
      let [sum, dayMs] = [0, startMs];
      while (dayMs < startMs + 22 * 24 * HOUR_MS) {
        const day = dayOf(buckets, dayMs);
        sum += day.totals.entries;
        dayMs = day.endMs;
      }
      expect(sum).toBe(sumTotals(buckets).entries);
    }),
    { numRuns: 40 },
  );
});

test('of one slot with buckets of two epochs there is one row, with both', () => {
  const noonMs = Date.UTC(2026, 5, 1, 12);
  const [first, second] = ['a', 'b'].map((epoch) =>
    slotAt(noonMs, 2, { epoch, coverageSec: 300, missing: { gpu: 60 }, latencyBins: [1] }),
  ) as [Bucket, Bucket];
  const { buckets, totals } = dayOf([first, { ...second, missing: { gpu: 1, off: 2 } }], noonMs);
  expect(buckets).toMatchObject([
    {
      entries: 4,
      woman: 4,
      coverageSec: 600,
      missing: { gpu: 61, off: 2 },
      latencyBins: [2],
      meanFrameRate: 20,
    },
  ]);
  expect(totals.entries).toBe(4);
});
