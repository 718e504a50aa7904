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
    expect(await sum([own])).toEqual([
      { kiosk: own, entrance: 'back', entries: 7, ...totals },
      {
        kiosk: own,
        entrance: 'door',
        entries: 23,
        woman: 9,
        man: 6,
        undetermined: 6,
        exits: 6,
        coverageSec: 2698.5,
      },
    ]);
    expect(await sum([west])).toEqual([{ kiosk: west, entrance: 'door', entries: 7, ...totals }]);
    expect(await sum([own, west])).toHaveLength(3);
    expect(await sum([])).toEqual([]);
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
    const [line] = await sumBuckets(database, [context.kiosk.kiosk], 0, START_MS + 500 * SLOT_MS);
    expect(line?.entries).toBeCloseTo(1_500 * Number.MAX_SAFE_INTEGER, -9);
  });
});
