import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addBins, binOf, emptyBins, shareBelow, sumTotals, ZERO_TOTALS, type Totals } from './bucket.ts';

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

const EDGES = [10, 20, 50];

test('a value on an edge belongs above it, and what is above all edges is in the open bin', () => {
  expect([0, 9.9, 10, 49, 50, 1e9].map((value) => binOf(value, EDGES))).toEqual([0, 0, 1, 2, 3, 3]);
  expect(emptyBins(EDGES)).toEqual([0, 0, 0, 0]);
});

test('bins of a whole are the sums of the bins of its parts, in any order', () => {
  const bins = fc.array(amount, { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(bins, bins, bins, (a, b, c) => {
      expect(addBins(addBins(a, b), c)).toEqual(addBins(a, addBins(b, c)));
      expect(addBins(a, b)).toEqual(addBins(b, a));
      expect(addBins(a, [])).toEqual(a);
    }),
  );
});

test('a share of binned values lies below the edge that the sorted values say', () => {
  const values = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1 });
  fc.assert(
    fc.property(values, fc.constantFrom(0.5, 0.95, 1), (all, share) => {
      const bins = emptyBins(EDGES);
      for (const value of all) {
        const bin = binOf(value, EDGES);
        bins[bin] = (bins[bin] ?? 0) + 1;
      }
      const sorted = all.toSorted((a, b) => a - b);
      const at = sorted[Math.max(Math.ceil(share * all.length) - 1, 0)] ?? 0;
      expect(shareBelow(bins, EDGES, share)).toBe(EDGES[binOf(at, EDGES)] ?? Infinity);
    }),
  );
  expect(shareBelow(emptyBins(EDGES), EDGES, 0.5)).toBeUndefined();
});
