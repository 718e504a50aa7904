import { expect, test } from 'vitest';
import { TIERS } from '../domain/face.ts';
import { RecoveryPlan } from './recovery.ts';

test('a lost engine is started again soon, then later, then on the next rung', () => {
  const plan = new RecoveryPlan();
  expect(plan.lose('wgsl', 1_000)).toEqual({ waitMs: 500, tier: undefined, reload: false });
  expect(plan.lose('wgsl', 1_000)).toEqual({ waitMs: 1_000, tier: undefined, reload: false });
  expect(plan.lose('wgsl', 1_000)).toEqual({ waitMs: 2_000, tier: TIERS[1], reload: false });
  expect(plan.lose(TIERS[1], 1_000)).toEqual({ waitMs: 500, tier: TIERS[1], reload: false });
});

test('a rung that cannot even start is left as well, down to the last; then the page is loaded anew', () => {
  const plan = new RecoveryPlan();
  const asked = TIERS.flatMap(() => [1, 2, 3]).map(() => plan.lose(undefined, 0));
  expect(asked.map(({ tier }) => tier)).toEqual([
    undefined,
    undefined,
    ...TIERS.slice(1).flatMap((tier) => [tier, tier, tier]),
    undefined,
  ]);
  expect(asked.map(({ reload }) => reload).indexOf(true)).toBe(asked.length - 1);
});

test('where no new page came, all rungs are tried again, and ever more seldom', () => {
  const plan = new RecoveryPlan();
  for (let loss = 0; loss < 3; loss++) plan.lose('cpu', 0);
  expect(plan.lose('cpu', 0)).toEqual({ waitMs: 4_000, tier: undefined, reload: false });
});

test('the rung is that of the engine which was lost, not that which was asked for first', () => {
  const plan = new RecoveryPlan();
  plan.lose('wasm', 0);
  plan.lose('wasm', 0);
  expect(plan.lose('wasm', 0)).toMatchObject({ tier: 'webgl' });
});

test('a loss after a long good run is a first one; a reset forgets the rung too', () => {
  const plan = new RecoveryPlan();
  for (let loss = 0; loss < 5; loss++) plan.lose('wgsl', 0);
  expect(plan.lose(TIERS[1], 60_001)).toEqual({ waitMs: 500, tier: TIERS[1], reload: false });
  plan.reset();
  expect(plan.lose('wgsl', 0)).toEqual({ waitMs: 500, tier: undefined, reload: false });
});
