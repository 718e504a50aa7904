import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { SentBucket } from '../../src/domain/batch.ts';
import { describeEachStore, newKiosk, NOW_MS } from '../testing/each-store.testing.ts';
import { SAMPLE_REPORT, sampleBucket, START_MS } from '../testing/samples.testing.ts';
import { openTestStore } from '../testing/stores.testing.ts';
import { storeBuckets } from './buckets.ts';
import { findKiosk, listKiosks, revokeKiosk } from './kiosks.ts';

describeEachStore((context) => {
  async function outcomes(
    buckets: readonly SentBucket[],
    from = context.kiosk.kiosk,
    into = context.store,
  ): Promise<string[] | undefined> {
    const contact = { report: SAMPLE_REPORT, atMs: NOW_MS };
    const results = await storeBuckets(into.database, from, buckets, contact);
    return results?.map(({ outcome }) => outcome);
  }

  const rows = () => context.store.database.selectFrom('buckets').selectAll().orderBy('start_ms').execute();

  test('keeps every number of a bucket, the largest that the protocol knows among them', async () => {
    const bucket = sampleBucket(0, { entries: Number.MAX_SAFE_INTEGER, coverageSec: 0.1 + 0.2 });
    expect(await outcomes([bucket])).toEqual(['stored']);
    const [row] = await rows();
    expect(row).toMatchObject({
      entrance: 'door',
      start_ms: START_MS,
      slot_ms: 900_000,
      kiosk: context.kiosk.kiosk,
      revision: 3,
      received_ms: NOW_MS,
      entries: Number.MAX_SAFE_INTEGER,
      coverage_sec: 0.1 + 0.2,
      mean_frame_rate: 14.75,
    });
    expect(JSON.parse(row?.dwell_bins ?? '')).toEqual(bucket.dwellBins);
    expect(JSON.parse(row?.missing ?? '')).toEqual(bucket.missing);
  });

  test('says same for the same numbers, stale for an older revision, conflict for other numbers', async () => {
    await outcomes([sampleBucket(0), sampleBucket(1), sampleBucket(2)]);
    const again = [
      sampleBucket(2, { revision: 2, entries: 50 }),
      sampleBucket(0, { missing: { restart: 0.25, camera: 0.25 } }),
      sampleBucket(1, { exits: 3 }),
      sampleBucket(3),
    ];
    expect(await outcomes(again)).toEqual(['stale', 'same', 'conflict', 'stored']);
    expect((await rows()).map(({ entries, exits }) => [entries, exits])).toEqual([
      [7, 2],
      [7, 2],
      [7, 2],
      [7, 2],
    ]);
  });

  test('replaces all numbers by those of a higher revision', async () => {
    await outcomes([sampleBucket(0)]);
    const higher = sampleBucket(0, { revision: 4, entries: 9, tier: 'wasm', latencyBins: [9] });
    expect(await outcomes([higher])).toEqual(['stored']);
    const found = await rows();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ revision: 4, entries: 9, tier: 'wasm', latency_bins: '[9]' });
    expect(await outcomes([higher])).toEqual(['same']);
  });

  test("never touches another kiosk's bucket", async () => {
    await outcomes([sampleBucket(0)]);
    const thief = await newKiosk(context.store, 'West door');
    const forged = [sampleBucket(0, { revision: 9, entries: 99 }), sampleBucket(0)];
    expect(await outcomes(forged, thief.kiosk)).toEqual(['conflict', 'conflict']);
    expect((await rows()).map((row) => [row.kiosk, row.entries])).toEqual([[context.kiosk.kiosk, 7]]);
  });

  test('takes a key that a batch names more than once as if they came one after the other', async () => {
    const buckets = [
      sampleBucket(0, { revision: 1 }),
      sampleBucket(0, { revision: 3 }),
      sampleBucket(0, { revision: 2 }),
      sampleBucket(0, { revision: 3 }),
      sampleBucket(0, { revision: 3, exits: 5 }),
    ];
    expect(await outcomes(buckets)).toEqual(['stored', 'stored', 'stale', 'same', 'conflict']);
    expect((await rows()).map(({ revision, exits }) => [revision, exits])).toEqual([[3, 2]]);
  });

  test('takes a full batch', async () => {
    const buckets = Array.from({ length: 500 }, (_, slot) => sampleBucket(slot));
    expect(new Set(await outcomes(buckets))).toEqual(new Set(['stored']));
    expect(new Set(await outcomes(buckets))).toEqual(new Set(['same']));
    expect(await rows()).toHaveLength(500);
  });

  test('keeps the highest revision of many that are written at once over two connections', async () => {
    const revisions = Array.from({ length: 16 }, (_, index) => ((index * 7) % 16) + 1);
    const all = await Promise.all(
      revisions.map((revision, index) =>
        outcomes(
          [sampleBucket(1, { revision }), sampleBucket(0, { revision })],
          context.kiosk.kiosk,
          index % 2 ? context.store : context.other,
        ),
      ),
    );
    expect((await rows()).map(({ revision }) => revision)).toEqual([16, 16]);
    expect(new Set(all.flat())).toEqual(new Set(['stored', 'stale']));
  });

  async function sendTwenty(kiosk: string): Promise<void> {
    for (let slot = 0; slot < 20; slot += 1)
      expect(await outcomes([sampleBucket(slot, { epoch: kiosk })], kiosk)).toEqual(['stored']);
  }

  test('refuses no batch because many kiosks send at once', async () => {
    const kiosks: string[] = [];
    for (let count = 0; count < 20; count += 1) kiosks.push((await newKiosk(context.store, 'A door')).kiosk);
    // With statistics a planner takes other ways through a small table than without.
    await sql`ANALYZE`.execute(context.store.database);
    await Promise.all(kiosks.map(sendTwenty));
    expect(await rows()).toHaveLength(400);
  });

  test('lets one of two kiosks that claim a key at once have it', async () => {
    const second = await newKiosk(context.store, 'West door');
    const both = await Promise.all([
      outcomes([sampleBucket(0)]),
      outcomes([sampleBucket(0)], second.kiosk, context.other),
    ]);
    expect(both.flat().toSorted()).toEqual(['conflict', 'stored']);
  });

  test('stores nothing of a revoked kiosk, whose token was good a moment ago', async () => {
    expect(await revokeKiosk(context.store.database, context.kiosk.kiosk, NOW_MS)).toBe(true);
    expect(await outcomes([sampleBucket(0)])).toBeUndefined();
    expect(await rows()).toEqual([]);
    expect(await findKiosk(context.store.database, context.kiosk.token, NOW_MS)).toBe('revoked');
    expect(await revokeKiosk(context.store.database, 'nobody', NOW_MS)).toBe(false);
  });

  test('notes who was there, with what clock', async () => {
    await outcomes([]);
    const [row] = await listKiosks(context.store.database);
    expect(row).toMatchObject({
      name: 'East door',
      last_contact_ms: NOW_MS,
      clock_skew_ms: -5_000,
      tier: 'wgsl',
    });
  });

  test('finds all again when it is opened anew', async () => {
    await outcomes([sampleBucket(0)]);
    const third = await openTestStore(context.place);
    expect(await outcomes([sampleBucket(0)], context.kiosk.kiosk, third)).toEqual(['same']);
    await third.dispose();
  });
});
