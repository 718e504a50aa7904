import { expect, test } from 'vitest';
import { interleave } from './interleave.ts';

const NO_TIME = { minRounds: 3, maxRounds: 5, enoughMs: 0, limitMs: Infinity };

test('takes turns, and each round begins with another', async () => {
  const order: string[] = [];
  const timed = ['a', 'b', 'c'].map((name) => ({ name, run: async () => void order.push(name) }));
  const times = await interleave(timed, NO_TIME, () => {});
  expect(order.join('')).toBe('abcbcacab');
  expect([...times.values()].map(({ timesMs }) => timesMs.length)).toEqual([3, 3, 3]);
});

test('goes on with what is quick until it has its time, but not beyond the most rounds', async () => {
  const timed = [{ name: 'quick', run: async () => {} }];
  const times = await interleave(timed, { ...NO_TIME, enoughMs: Infinity }, () => {});
  expect(times.get('quick')?.timesMs).toHaveLength(5);
});

test('one that is slow ends with its time, one that fails ends at once, and neither ends the others', async () => {
  const slow = { name: 'slow', run: () => new Promise((resolve) => setTimeout(resolve, 20)) };
  const broken = {
    name: 'broken',
    run: async () => {
      throw new Error('lost');
    },
  };
  const quick = { name: 'quick', run: async () => {} };
  const times = await interleave([slow, broken, quick], { ...NO_TIME, limitMs: 15 }, () => {});
  expect(times.get('slow')?.timesMs).toHaveLength(1);
  expect(times.get('broken')).toEqual({ timesMs: [], failure: 'Error: lost' });
  expect(times.get('quick')?.timesMs).toHaveLength(3);
});

test('what a run consumes is made ready outside its time', async () => {
  let filled = 0;
  const consumer = {
    name: 'consumer',
    refill: async () => {
      filled++;
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
    run: async () => {
      if (filled-- !== 1) throw new Error('not refilled');
    },
  };
  const { timesMs = [], failure } = (await interleave([consumer], NO_TIME, () => {})).get('consumer') ?? {};
  expect(failure).toBeUndefined();
  expect(Math.max(...timesMs)).toBeLessThan(20);
});
