import { expect, test } from 'vitest';
import { describeEachStore, newKiosk, NOW_MS } from '../testing/each-store.testing.ts';
import { SAMPLE_REPORT, sampleBucket, START_MS } from '../testing/samples.testing.ts';
import { storeBuckets } from './buckets.ts';
import { listBuckets, readBuckets, type ListedBucket } from './list-buckets.ts';

describeEachStore((context) => {
  test('lists the totals of all kiosks, by their names and by time', async () => {
    const { database } = context.store;
    const contact = { report: SAMPLE_REPORT, atMs: NOW_MS };
    const other = await newKiosk(context.store, '=A "door", north');
    await storeBuckets(database, context.kiosk.kiosk, [sampleBucket(1), sampleBucket(0)], contact);
    await storeBuckets(database, other.kiosk, [sampleBucket(0, { epoch: 'other' })], contact);
    const listed = await listBuckets(database);
    expect(listed.map(({ kioskName, start }) => [kioskName, start])).toEqual([
      ['=A "door", north', new Date(START_MS).toISOString()],
      ['East door', new Date(START_MS).toISOString()],
      ['East door', new Date(START_MS + 900_000).toISOString()],
    ]);
    expect(listed[1]).toMatchObject({
      kiosk: context.kiosk.kiosk,
      entrance: 'door',
      entries: 7,
      revision: 3,
    });
  });

  test.each([3, 1_000])('reads a stretch in pages of %i rows, each row once', async (pageRows) => {
    const { database } = context.store;
    const contact = { report: SAMPLE_REPORT, atMs: NOW_MS };
    const keys = [0, 1, 2].flatMap((slot) =>
      ['a', 'b'].flatMap((entrance) => ['e1', 'e2'].map((epoch) => sampleBucket(slot, { entrance, epoch }))),
    );
    await storeBuckets(database, context.kiosk.kiosk, keys, contact);
    const other = await newKiosk(context.store, 'West door');
    await storeBuckets(database, other.kiosk, [sampleBucket(1, { entrance: 'west' })], contact);
    const stretch = {
      id: context.kiosk.kiosk,
      name: 'East door',
      fromMs: START_MS,
      toMs: START_MS + 2 * 900_000,
    };
    const found: ListedBucket[] = [];
    for await (const rows of readBuckets(database, stretch, pageRows)) {
      expect(rows.length).toBeLessThanOrEqual(pageRows);
      found.push(...rows);
    }
    expect(found.map(({ start, entrance, epoch }) => [Date.parse(start), entrance, epoch])).toEqual(
      keys.slice(0, 8).map(({ startMs, entrance, epoch }) => [startMs, entrance, epoch]),
    );
    expect(new Set(found.map(({ kioskName }) => kioskName))).toEqual(new Set(['East door']));
  });
});
