import { expect, test } from 'vitest';
import { describeEachStore, newKiosk, NOW_MS } from '../testing/each-store.testing.ts';
import { SAMPLE_REPORT, sampleBucket, START_MS } from '../testing/samples.testing.ts';
import { storeBuckets } from './buckets.ts';
import { listBuckets } from './list-buckets.ts';

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
});
