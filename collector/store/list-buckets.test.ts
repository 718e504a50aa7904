import { expect, test } from 'vitest';
import { describeEachStore, newKiosk, NOW_MS } from '../testing/each-store.testing.ts';
import { SAMPLE_REPORT, sampleBucket, START_MS } from '../testing/samples.testing.ts';
import { storeBuckets } from './buckets.ts';
import { readAllBuckets, readBuckets, type ListedBucket } from './list-buckets.ts';

describeEachStore((context) => {
  test('reads all, by the names of the kiosks, by entrance and by time, in small pages', async () => {
    const { database } = context.store;
    const contact = { report: SAMPLE_REPORT, atMs: NOW_MS };
    const other = await newKiosk(context.store, '=A "door", north');
    const own = [2, 0, 1].flatMap((slot) => [sampleBucket(slot), sampleBucket(slot, { entrance: 'back' })]);
    await storeBuckets(database, context.kiosk.kiosk, own, contact);
    await storeBuckets(database, other.kiosk, [sampleBucket(0, { epoch: 'other' })], contact);
    const listed: ListedBucket[] = [];
    for await (const rows of readAllBuckets(database, 2)) {
      expect(rows.length).toBeLessThanOrEqual(2);
      listed.push(...rows);
    }
    const slots = listed.map(({ start }) => (Date.parse(start) - START_MS) / 900_000);
    expect(listed.map(({ kioskName, entrance }, index) => [kioskName, entrance, slots[index]])).toEqual([
      ['=A "door", north', 'door', 0],
      ...['back', 'door'].flatMap((entrance) => [0, 1, 2].map((slot) => ['East door', entrance, slot])),
    ]);
    expect(listed[1]).toMatchObject({ kiosk: context.kiosk.kiosk, entries: 7, revision: 3 });
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
