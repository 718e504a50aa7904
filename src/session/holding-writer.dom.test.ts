import { afterEach, expect, test, vi } from 'vitest';
import { bucketOf, createTestDatabases, damageBucket, TEST_CONTEXT } from '../store/store.testing.ts';
import { countUndated } from '../store/undated.ts';
import { ClockTrust } from './clock-trust.ts';
import { HoldingWriter } from './holding-writer.ts';

const databases = createTestDatabases();
afterEach(() => databases.dispose());

const BUILT_MS = Date.UTC(2026, 10, 20);
const ONE_MAN = { people: [{ appearance: 'man', dwellSec: 3 }] } as const;
const wrongClock = (): ClockTrust =>
  new ClockTrust({ builtMs: BUILT_MS, lastSeenMs: undefined }, { wallMs: 0, monotonicMs: 0 });

async function holding(): Promise<{
  open: Awaited<ReturnType<typeof databases.open>>;
  clock: ClockTrust;
  writer: HoldingWriter;
}> {
  const open = { ...(await databases.open()) };
  const clock = wrongClock();
  const writer = new HoldingWriter({ open, entrance: 'main', context: () => TEST_CONTEXT, clock });
  return { open, clock, writer };
}

test('a database that is lost while the time is given changes nothing; the next flush gives it, once', async () => {
  const { open, clock, writer } = await holding();
  writer.add(30_000, ONE_MAN);
  await writer.flush();
  const { name } = open.database;
  open.database.close();
  clock.observe({ wallMs: BUILT_MS, monotonicMs: 60_000 });
  writer.add(BUILT_MS, ONE_MAN);
  expect(await writer.flush()).toMatchObject({ kind: 'write' });
  Object.assign(open, await databases.open(name));
  expect(await countUndated(open.database, 'main')).toBe(1);
  expect(await writer.flush()).toBeUndefined();
  expect(await writer.flush()).toBeUndefined();
  expect(await countUndated(open.database, 'main')).toBe(0);
  const buckets = await open.database.getAll('buckets');
  expect(buckets.map(({ startMs, entries }) => [startMs, entries])).toEqual([
    [BUILT_MS - 60_000, 1],
    [BUILT_MS, 1],
  ]);
});

test('one damaged slot keeps all that wait, in both places or in neither', async () => {
  const { open, clock, writer } = await holding();
  writer.add(30_000, ONE_MAN);
  writer.add(90_000, ONE_MAN);
  await writer.flush();
  await damageBucket(open, {
    ...bucketOf({ entrance: 'main', epoch: open.epoch, startMs: BUILT_MS }),
    man: -1,
  });
  clock.observe({ wallMs: BUILT_MS + 30_000, monotonicMs: 90_000 });
  expect(await writer.flush()).toMatchObject({ kind: 'damaged' });
  expect(await countUndated(open.database, 'main')).toBe(2);
});

test('two pages under a wrong clock keep their people apart', async () => {
  const { open, writer } = await holding();
  writer.add(0, ONE_MAN);
  await writer.flush();
  const clock = wrongClock();
  const second = new HoldingWriter({ open, entrance: 'main', context: () => TEST_CONTEXT, clock });
  second.add(0, ONE_MAN);
  await second.flush();
  expect(await countUndated(open.database, 'main')).toBe(2);
  clock.observe({ wallMs: BUILT_MS, monotonicMs: 1_000 });
  await second.flush();
  expect(await countUndated(open.database, 'main')).toBe(1);
});

test('what has got its time and is not written yet is shown as waiting', async () => {
  const { open, clock, writer } = await holding();
  writer.add(30_000, ONE_MAN);
  await writer.flush();
  const { name } = open.database;
  open.database.close();
  clock.observe({ wallMs: BUILT_MS, monotonicMs: 60_000 });
  expect(writer.waiting()).toMatchObject([{ startMs: BUILT_MS - 60_000, entries: 1 }]);
  expect(await writer.flush()).toMatchObject({ kind: 'write' });
  Object.assign(open, await databases.open(name));
  expect(await writer.flush()).toBeUndefined();
  expect(writer.waiting()).toEqual([]);
});

test('a stretch that becomes too long while the one before is written is written, too', async () => {
  const { open, writer } = await holding();
  const fill = (fromStep: number): void => {
    for (let step = fromStep; step < fromStep + 8_640; step++) writer.add(step * 10_000, { coverageSec: 1 });
  };
  fill(0);
  writer.add(8_640 * 10_000, ONE_MAN);
  const begin = IDBDatabase.prototype.transaction;
  let begun = 0;
  const spy = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
    this: IDBDatabase,
    ...how
  ) {
    const transaction = begin.apply(this, how);
    begun += 1;
    // The second stretch is being written as far as it has come, when the rest of it arrives and it is given away.
    if (begun === 2) {
      fill(8_641);
      writer.add(20_000 * 10_000, ONE_MAN);
    }
    return transaction;
  });
  await writer.flush();
  spy.mockRestore();
  await writer.flush();
  const written = await open.database.getAll('buckets');
  expect(written.reduce((sum, { coverageSec }) => sum + coverageSec, 0)).toBe(2 * 8_640);
  expect(await countUndated(open.database, 'main')).toBe(2);
});
