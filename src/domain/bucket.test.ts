import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sumTotals, ZERO_TOTALS, type Totals } from './bucket.ts';

const amount = fc.integer({ min: 0, max: 10_000 });
const totals: fc.Arbitrary<Totals> = fc.record({
  entries: amount,
  exits: amount,
  woman: amount,
  man: amount,
  undetermined: amount,
  coverageSec: amount,
});

test('no buckets give zero', () => {
  expect(sumTotals([])).toEqual(ZERO_TOTALS);
});

test('every total is the sum over the buckets, and nothing else is carried along', () => {
  fc.assert(
    fc.property(fc.array(totals), (buckets) => {
      const sum = sumTotals(buckets.map((bucket) => ({ ...bucket, revision: 7 })));
      expect(Object.keys(sum).toSorted()).toEqual(Object.keys(ZERO_TOTALS).toSorted());
      for (const key of Object.keys(ZERO_TOTALS) as (keyof Totals)[]) {
        let expected = 0;
        for (const bucket of buckets) expected += bucket[key];
        expect(sum[key]).toBe(expected);
      }
    }),
  );
});
