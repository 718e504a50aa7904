import { expect, test } from 'vitest';
import type { SentBucket } from '../../src/domain/batch.ts';
import { describeEachStore, newKiosk, NOW_MS } from '../testing/each-store.testing.ts';
import { SAMPLE_REPORT, sampleBucket, START_MS } from '../testing/samples.testing.ts';
import { storeBuckets } from './buckets.ts';
import { listKiosks } from './kiosks.ts';
import { countOlder, deleteOlder, keptFrom } from './retention.ts';

const DAY_MS = 86_400_000;
const SLOTS_OF_DAY = 96;
const going = new AbortController().signal;

test('keeps for ever unless it is told how many days', () => {
  expect(keptFrom(undefined, NOW_MS)).toBe(-Infinity);
  expect(keptFrom(30, NOW_MS)).toBe(NOW_MS - 30 * DAY_MS);
});

describeEachStore((context) => {
  async function outcomes(
    buckets: readonly SentBucket[],
    keptFromMs?: number,
    kiosk = context.kiosk.kiosk,
  ): Promise<string[] | undefined> {
    const contact = { report: SAMPLE_REPORT, atMs: NOW_MS };
    const results = await storeBuckets(context.store.database, kiosk, buckets, contact, keptFromMs);
    return results?.map(({ outcome }) => outcome);
  }

  const starts = async () =>
    (await context.store.database.selectFrom('buckets').select('start_ms').orderBy('start_ms').execute()).map(
      (row) => (row.start_ms - START_MS) / 900_000,
    );

  test('deletes what starts before a moment, of every kiosk and over many slices, and no kiosk', async () => {
    const { database } = context.store;
    const west = await newKiosk(context.store, 'West door');
    const days = [-400, -30, -29, -8, -1, 0].map((day) => sampleBucket(day * SLOTS_OF_DAY));
    await outcomes(days);
    await outcomes(
      [sampleBucket(-500, { epoch: 'west' }), sampleBucket(-1, { epoch: 'west' })],
      undefined,
      west.kiosk,
    );
    expect(await countOlder(database, START_MS, going)).toBe(7);
    expect(await deleteOlder(database, START_MS - DAY_MS, going)).toBe(5);
    expect(await starts()).toEqual([-SLOTS_OF_DAY, -1, 0]);
    expect(await deleteOlder(database, START_MS - DAY_MS, going)).toBe(0);
    expect(await listKiosks(database)).toHaveLength(2);
  });

  test('stops between two slices', async () => {
    await outcomes([sampleBucket(0)]);
    const aborted = AbortSignal.abort();
    expect(await deleteOlder(context.store.database, NOW_MS, aborted)).toBe(0);
    expect(await countOlder(context.store.database, NOW_MS, aborted)).toBeUndefined();
    expect(await starts()).toEqual([0]);
  });

  test.each([
    ['countOlder', countOlder],
    ['deleteOlder', deleteOlder],
  ])('lets whoever says to end have a turn in %s', async (_name, work) => {
    const days = [-40, -30, -20, -10].map((day) => sampleBucket(day * SLOTS_OF_DAY));
    await outcomes(days);
    const abort = new AbortController();
    const worked = work(context.store.database, NOW_MS, abort.signal);
    setImmediate(() => abort.abort());
    expect((await worked) ?? 0).toBeLessThan(4);
    expect((await starts()).length).toBeGreaterThan(0);
  });

  test('takes nothing again that was deleted, whatever its revision, and all that is kept', async () => {
    const sent = [sampleBucket(0), sampleBucket(1), sampleBucket(2)];
    await outcomes(sent);
    const keptFromMs = START_MS + 900_000;
    await deleteOlder(context.store.database, keptFromMs, going);
    expect(await outcomes([...sent, sampleBucket(0, { revision: 9 }), sampleBucket(3)], keptFromMs)).toEqual([
      'stale',
      'same',
      'same',
      'stale',
      'stored',
    ]);
    expect(await starts()).toEqual([1, 2, 3]);
  });

  test('says the same of old slots that are not deleted yet, and changes them no more', async () => {
    await outcomes([sampleBucket(0), sampleBucket(1)]);
    const thief = await newKiosk(context.store, 'West door');
    const again = [sampleBucket(0), sampleBucket(1, { revision: 4 }), sampleBucket(0, { exits: 6 })];
    expect(await outcomes(again, NOW_MS + DAY_MS)).toEqual(['same', 'stale', 'conflict']);
    expect(await outcomes([sampleBucket(0)], NOW_MS + DAY_MS, thief.kiosk)).toEqual(['conflict']);
    const rows = await context.store.database.selectFrom('buckets').select('revision').execute();
    expect(rows.map(({ revision }) => revision)).toEqual([3, 3]);
  });
});
