import { expect, test } from 'vitest';
import { TIERS, type Tier } from '../domain/face.ts';
import { RecoveryPlan, type Recovery } from './recovery.ts';

const QUICK_MS = 2_000;
const SLOW_MS = 6_000;

/** The way on after a loss, with the rung that is asked for then. */
function lose(
  plan: RecoveryPlan,
  lost: Tier | undefined,
  ranMs: number,
): Recovery & { tier: Tier | undefined } {
  const recovery = plan.lose({ tier: lost, ranMs, startMs: QUICK_MS });
  return { ...recovery, tier: plan.tier };
}

/** What a plan asks for; matchers cannot read getters with private members. */
function askedBy({ tier, climbAfterMs, climbTo }: RecoveryPlan): object {
  return { tier, climbAfterMs, climbTo };
}

test('a lost engine is started again soon, then later, then on the next rung', () => {
  const plan = new RecoveryPlan();
  expect(lose(plan, 'wgsl', 1_000)).toEqual({ waitMs: 500, tier: undefined, reload: false });
  expect(lose(plan, 'wgsl', 1_000)).toEqual({ waitMs: 1_000, tier: undefined, reload: false });
  expect(lose(plan, 'wgsl', 1_000)).toEqual({ waitMs: 2_000, tier: TIERS[1], reload: false });
  expect(lose(plan, TIERS[1], 1_000)).toEqual({ waitMs: 500, tier: TIERS[1], reload: false });
});

test('a rung that cannot even start is left as well, down to the last; then the page is loaded anew', () => {
  const plan = new RecoveryPlan();
  const asked = TIERS.flatMap(() => [1, 2, 3]).map(() => lose(plan, undefined, 0));
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
  for (let loss = 0; loss < 3; loss++) lose(plan, 'cpu', 0);
  expect(lose(plan, 'cpu', 0)).toEqual({ waitMs: 4_000, tier: undefined, reload: false });
});

test('the rung is that of the engine which was lost, not that which was asked for first', () => {
  const plan = new RecoveryPlan();
  lose(plan, 'wasm', 0);
  lose(plan, 'wasm', 0);
  expect(lose(plan, 'wasm', 0)).toMatchObject({ tier: 'webgl' });
});

test('a loss after a long good run is a first one; a reset forgets the rung too', () => {
  const plan = new RecoveryPlan();
  for (let loss = 0; loss < 5; loss++) lose(plan, 'wgsl', 0);
  expect(lose(plan, TIERS[1], 60_001)).toEqual({ waitMs: 500, tier: TIERS[1], reload: false });
  plan.reset();
  expect(lose(plan, 'wgsl', 0)).toEqual({ waitMs: 500, tier: undefined, reload: false });
});

test('rungs that were left are tried again after an hour, then after two, up to a day; a reset forgets how often', () => {
  const plan = new RecoveryPlan();
  const HOUR_MS = 3_600_000;
  expect(plan.climbAfterMs).toBeUndefined();
  const waits = [1, 2, 3, 4, 5, 6].map(() => {
    for (let loss = 0; loss < 3; loss++) lose(plan, 'wgsl', 0);
    const waitMs = plan.climbAfterMs;
    plan.climb();
    expect(plan.tier).toBeUndefined();
    return waitMs;
  });
  expect(waits).toEqual([1, 2, 4, 8, 16, 24].map((hours) => hours * HOUR_MS));
  plan.reset();
  for (let loss = 0; loss < 3; loss++) lose(plan, 'wgsl', 0);
  expect(plan.climbAfterMs).toBe(HOUR_MS);
});

test('while a slow rung starts again, one that starts at once stands in, and is climbed from without delay', () => {
  const plan = new RecoveryPlan();
  expect(plan.lose({ tier: 'wgsl', ranMs: 1_000, startMs: SLOW_MS })).toEqual({ waitMs: 500, reload: false });
  expect(askedBy(plan)).toEqual({ tier: 'wasm', climbAfterMs: 0, climbTo: undefined });
  plan.climb();
  expect(askedBy(plan)).toEqual({ tier: undefined, climbAfterMs: undefined, climbTo: undefined });
});

test('a stand-in forgives no loss: after three the next rung is asked for, with a stand-in for that as well', () => {
  const plan = new RecoveryPlan();
  const loseSlow = (tier: Tier): Recovery => plan.lose({ tier, ranMs: 1_000, startMs: SLOW_MS });
  loseSlow('wgsl');
  plan.climb();
  loseSlow('wgsl');
  plan.climb();
  loseSlow('wgsl');
  expect(askedBy(plan)).toEqual({ tier: TIERS[1], climbAfterMs: 3_600_000, climbTo: undefined });
  loseSlow(TIERS[1]);
  expect(askedBy(plan)).toEqual({ tier: 'wasm', climbAfterMs: 0, climbTo: TIERS[1] });
});

test('what starts quickly, never started or starts no later than a stand-in has none', () => {
  for (const loss of [
    { tier: 'wgsl', ranMs: 0, startMs: QUICK_MS },
    { tier: undefined, ranMs: 0, startMs: 0 },
    { tier: 'wasm', ranMs: 0, startMs: SLOW_MS },
    { tier: 'cpu', ranMs: 0, startMs: SLOW_MS },
  ] as const) {
    const plan = new RecoveryPlan();
    plan.lose(loss);
    expect(plan.tier).toBeUndefined();
  }
});

test('a stand-in stays when the slow rung does not start again, and is climbed from after an hour, then two', () => {
  const plan = new RecoveryPlan();
  plan.lose({ tier: 'wgsl', ranMs: 1_000, startMs: SLOW_MS });
  plan.stay('wasm');
  expect(askedBy(plan)).toEqual({ tier: 'wasm', climbAfterMs: 3_600_000, climbTo: undefined });
  plan.stay('wasm');
  expect(askedBy(plan)).toEqual({ tier: 'wasm', climbAfterMs: 7_200_000, climbTo: undefined });
});
