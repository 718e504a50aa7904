import { array, assert, asyncProperty, constantFrom, integer, property, record } from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DWELL_BIN_EDGES_SEC, emptyBins, LATENCY_BIN_EDGES_MS, type Bucket } from '../domain/bucket.ts';
import { addToBucket, mergeIncrements, NO_INCREMENT, type Increment } from './buckets.ts';
import type { OpenDatabase } from './database.ts';
import { readHeartbeat } from './heartbeat.ts';
import { createTestDatabases, TEST_CONTEXT } from './store.testing.ts';

const databases = createTestDatabases();
afterEach(async () => {
  vi.restoreAllMocks();
  await databases.dispose();
});

const SLOT_MS = TEST_CONTEXT.slotMs;

function add(open: OpenDatabase, increment: Partial<Increment>, startMs = 0): Promise<Bucket> {
  return addToBucket(open, 'door', startMs, { ...NO_INCREMENT, ...increment }, TEST_CONTEXT);
}

const BINS = LATENCY_BIN_EDGES_MS.length + 1;
const people = array(
  record({
    appearance: constantFrom('woman' as const, 'man' as const, 'undetermined' as const),
    dwellSec: integer({ min: 0, max: 4_000 }).map((tenths) => tenths / 10),
  }),
  { maxLength: 6 },
);
const seconds = integer({ min: 0, max: 900 });
const increments = record({
  people,
  coverageSec: seconds,
  missing: record({ camera: seconds, restart: seconds }, { requiredKeys: [] }),
  frames: integer({ min: 0, max: 500 }),
  latencyBins: array(integer({ min: 0, max: 500 }), { minLength: BINS, maxLength: BINS }),
});

describe('adding to a bucket', () => {
  test('makes it with zeros for all that was not seen', async () => {
    const open = await databases.open();
    const bucket = await add(open, { people: [{ appearance: 'man', dwellSec: 7 }] }, SLOT_MS);
    expect(bucket).toEqual({
      ...TEST_CONTEXT,
      entrance: 'door',
      epoch: open.epoch,
      startMs: SLOT_MS,
      entries: 1,
      exits: 0,
      woman: 0,
      man: 1,
      undetermined: 0,
      dwellBins: [0, 1, 0, 0, 0, 0],
      coverageSec: 0,
      missing: {},
      meanFrameRate: 0,
      latencyBins: emptyBins(LATENCY_BIN_EDGES_MS),
      revision: 1,
      acknowledged: 0,
    });
    expect(await open.database.getAll('buckets')).toEqual([{ ...bucket, due: 1 }]);
  });

  test('asks for a transaction that is on the disk before it is believed', async () => {
    const open = await databases.open();
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await add(open, { frames: 1 });
    expect(transaction.mock.calls).toEqual([[['buckets', 'meta'], 'readwrite', { durability: 'strict' }]]);
  });

  test('raises the revision by one and leaves alone what was acknowledged', async () => {
    const open = await databases.open();
    const first = await add(open, { frames: 1 });
    await open.database.put('buckets', { ...first, acknowledged: 1 });
    expect(await add(open, { coverageSec: 1 })).toMatchObject({ revision: 2, acknowledged: 1 });
  });

  test('sums missing time by its reason', async () => {
    const open = await databases.open();
    await add(open, { missing: { camera: 10, gpu: 1 } });
    const { missing } = await add(open, { missing: { camera: 5, off: 2 } });
    expect(missing).toEqual({ camera: 15, gpu: 1, off: 2 });
  });

  test('sums short times to whole microseconds', async () => {
    const open = await databases.open();
    for (let frame = 0; frame < 10; frame++) await add(open, { coverageSec: 0.1, missing: { clock: 0.1 } });
    expect(await open.database.getAll('buckets')).toMatchObject([{ coverageSec: 1, missing: { clock: 1 } }]);
  });

  test('gives the mean frame rate over the covered time', async () => {
    const open = await databases.open();
    await add(open, { coverageSec: 10, frames: 50 });
    await add(open, { missing: { camera: 100 } });
    const { meanFrameRate, coverageSec } = await add(open, { coverageSec: 30, frames: 390 });
    expect(coverageSec).toBe(40);
    expect(meanFrameRate).toBeCloseTo(11, 9);
  });

  test.each(
    [0, 4.9, ...DWELL_BIN_EDGES_SEC, 1e9].map((dwellSec, index) => [
      dwellSec,
      Math.min(Math.max(index - 1, 0), 5),
    ]),
  )('puts %d seconds into bin %d', async (dwellSec, bin) => {
    const { dwellBins } = await add(await databases.open(), { people: [{ appearance: 'woman', dwellSec }] });
    expect(dwellBins).toEqual([0, 1, 2, 3, 4, 5].map((index) => (index === bin ? 1 : 0)));
  });

  test('keeps the newest context, and the longest slot', async () => {
    const open = await databases.open();
    const changed = { ...TEST_CONTEXT, slotMs: SLOT_MS / 2, model: 'other@2', tier: 'other' };
    await add(open, { people: [{ appearance: 'man', dwellSec: 1 }] });
    const bucket = await addToBucket(open, 'door', 0, NO_INCREMENT, changed);
    expect(bucket).toMatchObject({ entries: 1, model: 'other@2', tier: 'other', slotMs: SLOT_MS });
  });

  test('moves the heartbeat, of which a new database has none', async () => {
    const open = await databases.open();
    expect(await readHeartbeat(open.database)).toBeUndefined();
    const beforeMs = Date.now();
    await add(open, {});
    const heartbeatMs = await readHeartbeat(open.database);
    expect(heartbeatMs).toBeGreaterThanOrEqual(beforeMs);
    expect(heartbeatMs).toBeLessThanOrEqual(Date.now());
  });

  test('rejects and adds nothing when the database is closed', async () => {
    const open = await databases.open();
    await add(open, { frames: 1 });
    open.database.close();
    await expect(add(open, { frames: 1 })).rejects.toThrow();
    const { database } = await databases.open(open.database.name);
    expect(await database.getAll('buckets')).toMatchObject([{ revision: 1 }]);
  });

  test('at once from many places loses nothing', async () => {
    const open = await databases.open();
    const one = { people: [{ appearance: 'man', dwellSec: 1 }], coverageSec: 1 } as const;
    await Promise.all(Array.from({ length: 20 }, () => add(open, one)));
    expect(await open.database.getAll('buckets')).toMatchObject([
      { entries: 20, coverageSec: 20, revision: 20 },
    ]);
  });

  test(
    'any sequence of increments gives their sums, and a bucket whose parts agree',
    { timeout: 60_000 },
    async () => {
      const open = await databases.open();
      let slot = 0;
      await assert(
        asyncProperty(array(increments, { minLength: 1, maxLength: 6 }), async (all) => {
          const startMs = SLOT_MS * slot++;
          for (const increment of all) await add(open, increment, startMs);
          const stored = await open.database.get('buckets', ['door', open.epoch, startMs]);
          if (stored === undefined) throw new Error('the bucket was stored');
          const sum = all.reduce(mergeIncrements, NO_INCREMENT);
          const binned = stored.dwellBins.reduce((total, bin) => total + bin, 0);
          expect(stored.entries).toBe(sum.people.length);
          expect(stored.woman + stored.man + stored.undetermined).toBe(stored.entries);
          expect(stored.woman).toBe(sum.people.filter(({ appearance }) => appearance === 'woman').length);
          expect(binned).toBe(stored.entries);
          expect(stored.coverageSec).toBe(sum.coverageSec);
          expect(stored.missing).toEqual(sum.missing);
          for (const [bin, count] of stored.latencyBins.entries())
            expect(count).toBe(all.reduce((total, { latencyBins }) => total + (latencyBins[bin] ?? 0), 0));
          expect(stored.revision).toBe(all.length);
        }),
        { numRuns: 50 },
      );
    },
  );
});

test('merging increments does not depend on how they are grouped', () => {
  assert(
    property(increments, increments, increments, (a, b, c) => {
      expect(mergeIncrements(mergeIncrements(a, b), c)).toEqual(mergeIncrements(a, mergeIncrements(b, c)));
      expect(mergeIncrements(a, NO_INCREMENT)).toEqual(a);
      expect(mergeIncrements(NO_INCREMENT, a)).toEqual(a);
    }),
  );
});
