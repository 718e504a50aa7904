import { array, assert, constant, integer, oneof, property, type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assign } from './assignment.ts';

type Costs = readonly (readonly number[])[];

function costOf(costs: Costs, row: number, column: number): number {
  return costs[row]?.[column] ?? NaN;
}

/** Least cost over every way to leave each row alone or to give it a free column. */
function leastCost(costs: Costs, aloneCost: number, row = 0, taken: ReadonlySet<number> = new Set()): number {
  const own = costs[row];
  if (own === undefined) return 0;
  let least = aloneCost + leastCost(costs, aloneCost, row + 1, taken);
  for (const [column, cost] of own.entries())
    if (!taken.has(column))
      least = Math.min(least, cost + leastCost(costs, aloneCost, row + 1, new Set([...taken, column])));
  return least;
}

function costsOf(cost: Arbitrary<number>): Arbitrary<Costs> {
  const length = integer({ min: 1, max: 5 });
  return length.chain((rows) =>
    length.chain((columns) =>
      array(array(cost, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    ),
  );
}

function columnsOf(costs: Costs): number {
  return costs[0]?.length ?? 0;
}

function expectLeast(costs: Costs, aloneCost: number): void {
  const pairs = assign(costs.length, columnsOf(costs), aloneCost, (row, column) =>
    costOf(costs, row, column),
  );
  expect(new Set(pairs.map(([row]) => row)).size).toBe(pairs.length);
  expect(new Set(pairs.map(([, column]) => column)).size).toBe(pairs.length);
  for (const [row, column] of pairs) expect(costOf(costs, row, column)).toBeLessThan(aloneCost);
  const paired = pairs.reduce((sum, [row, column]) => sum + costOf(costs, row, column), 0);
  const total = paired + (costs.length - pairs.length) * aloneCost;
  expect(total).toBeCloseTo(leastCost(costs, aloneCost), 6);
}

describe('agrees with trying everything', () => {
  // Not fast-check's doubles: nearly all of those are as good as 0.
  const smooth = integer({ min: 0, max: 10_000 }).map((thousandths) => thousandths / 1_000);

  test('when every pair is worth making', () => {
    assert(property(costsOf(smooth), (costs) => expectLeast(costs, 1_000)));
  });

  test('when leaving alone is often cheaper, and pairs are forbidden', () => {
    assert(
      property(costsOf(oneof({ weight: 3, arbitrary: smooth }, constant(Infinity))), smooth, expectLeast),
    );
  });

  test('when many costs are equal', () => {
    assert(property(costsOf(integer({ min: 0, max: 3 })), integer({ min: 0, max: 4 }), expectLeast));
  });
});

test('forbidden pairs do not distort the choice among the others', () => {
  const costs = [
    [0.1, 0.2, Infinity],
    [0.3, Infinity, Infinity],
    [Infinity, Infinity, Infinity],
  ];
  expect([...assign(3, 3, 5, (row, column) => costOf(costs, row, column))].toSorted()).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

test('a good pair is not given up to make two bad ones', () => {
  const costs = [
    [0.1, 4.5],
    [4.5, Infinity],
  ];
  expect(assign(2, 2, 5, (row, column) => costOf(costs, row, column))).toEqual([[0, 0]]);
});

test('nothing to pair gives no pairs', () => {
  expect(assign(0, 3, 1, () => 0)).toEqual([]);
  expect(assign(3, 0, 1, () => 0)).toEqual([]);
});
