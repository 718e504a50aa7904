import { expect, test } from 'vitest';
import { describeEachStore, newKiosk, NOW_MS } from '../testing/each-store.testing.ts';
import { SAMPLE_REPORT, sampleBucket, START_MS } from '../testing/samples.testing.ts';
import { storeBuckets } from './buckets.ts';
import { sumBuckets } from './sum-buckets.ts';

const SLOT_MS = 900_000;

describeEachStore((context) => {
  test('adds up the slots of a time, by kiosk and entrance', async () => {
    const { database } = context.store;
    const contact = { report: SAMPLE_REPORT, atMs: NOW_MS };
    const own = context.kiosk.kiosk;
    const west = (await newKiosk(context.store, 'West door')).kiosk;
    const slots = [-1, 0, 1, 2].map((slot) => sampleBucket(slot));
    // A kiosk that lost its database counts the rest of the slot in another epoch.
    await storeBuckets(database, own, [...slots, sampleBucket(0, { epoch: 'e2', entries: 9 })], contact);
    await storeBuckets(database, own, [sampleBucket(0, { entrance: 'back' })], contact);
    await storeBuckets(database, west, [sampleBucket(1, { epoch: 'w' })], contact);
    const sum = (kiosks: readonly string[]) => sumBuckets(database, kiosks, START_MS, START_MS + 2 * SLOT_MS);
    const totals = { woman: 3, man: 2, undetermined: 2, exits: 2, coverageSec: 899.5 };
    const door = { entries: 23, woman: 9, man: 6, undetermined: 6, exits: 6, coverageSec: 2698.5 };
    const ofOwn = new Map([
      ['back', { entries: 7, ...totals }],
      ['door', door],
    ]);
    const ofWest = new Map([['door', { entries: 7, ...totals }]]);
    expect(await sum([own])).toEqual(new Map([[own, ofOwn]]));
    expect(await sum([west])).toEqual(new Map([[west, ofWest]]));
    expect(await sum([])).toEqual(new Map());
    const both = new Map([
      [own, ofOwn],
      [west, ofWest],
    ]);
    expect(await sum([own, west])).toEqual(both);
    // More than one statement takes, of SQLite and of PostgreSQL; in between, others have their turn.
    const many = Array.from({ length: 70_000 }, (_, index) => `nobody ${index}`);
    let turns = 0;
    let isSummed = false;
    const takeTurn = (): void => {
      turns += 1;
      if (!isSummed) setImmediate(takeTurn);
    };
    setImmediate(takeTurn);
    expect(await sum([own, ...many, west])).toEqual(both);
    isSummed = true;
    expect(turns).toBeGreaterThan(100);
  });

  test('is not overthrown by the largest numbers that a kiosk may send', async () => {
    const { database } = context.store;
    const slots = Array.from({ length: 500 }, (_, slot) =>
      sampleBucket(slot, { entries: Number.MAX_SAFE_INTEGER, coverageSec: Number.MAX_SAFE_INTEGER }),
    );
    for (const epoch of ['a', 'b', 'c']) {
      const batch = slots.map((bucket) => ({ ...bucket, epoch }));
      await storeBuckets(database, context.kiosk.kiosk, batch, { report: SAMPLE_REPORT, atMs: NOW_MS });
    }
    const own = context.kiosk.kiosk;
    const summed = await sumBuckets(database, [own], 0, START_MS + 500 * SLOT_MS);
    expect(summed.get(own)?.get('door')?.entries).toBeCloseTo(1_500 * Number.MAX_SAFE_INTEGER, -9);
  });
});
