import { array, assert, asyncProperty, constantFrom, integer, oneof, record, constant } from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { BucketOutcome, BucketResult, SentBucket } from '../domain/batch.ts';
import { isDue } from '../domain/bucket.ts';
import { addToBucket, NO_INCREMENT } from './buckets.ts';
import type { OpenDatabase } from './database.ts';
import { acknowledge, countDue, countRefused, forgetRefusals, readDue } from './due-buckets.ts';
import { createTestDatabases, TEST_CONTEXT } from './store.testing.ts';

const databases = createTestDatabases();
afterEach(() => databases.dispose());

async function change(open: OpenDatabase, startMs: number, entrance = 'door'): Promise<void> {
  await addToBucket(open, entrance, startMs, { ...NO_INCREMENT, coverageSec: 1 }, TEST_CONTEXT);
}

function resultOf({ entrance, epoch, startMs, revision }: SentBucket, outcome: BucketOutcome): BucketResult {
  return { entrance, epoch, startMs, revision, outcome };
}

test('what changed is due, oldest first, and only of its entrance', async () => {
  const open = await databases.open();
  await change(open, 120_000);
  await change(open, 60_000);
  await change(open, 0, 'demo');
  const due = await readDue(open.database, 'door', 10);
  expect(due.map(({ startMs }) => startMs)).toEqual([60_000, 120_000]);
  expect(await countDue(open.database, 'door')).toBe(2);
  expect(await readDue(open.database, 'door', 1)).toHaveLength(1);
});

test('what is sent says nothing of what was acknowledged', async () => {
  const open = await databases.open();
  await change(open, 0);
  const [sent] = await readDue(open.database, 'door', 1);
  expect(sent).toMatchObject({ entrance: 'door', startMs: 0, coverageSec: 1, revision: 1 });
  expect(Object.keys(sent ?? {})).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/acknowledged|due|refused/)]),
  );
});

test.each(['stored', 'same'] as const)('what is %s is not due until it changes again', async (outcome) => {
  const open = await databases.open();
  await change(open, 0);
  const [sent] = await readDue(open.database, 'door', 1);
  if (sent === undefined) throw new Error('nothing is due');
  await acknowledge(open.database, [resultOf(sent, outcome)]);
  expect(await countRefused(open.database, 'door')).toBe(0);
  expect(await readDue(open.database, 'door', 1)).toEqual([]);
  await change(open, 0);
  expect(await readDue(open.database, 'door', 1)).toMatchObject([{ revision: 2 }]);
});

test('a bucket that changed while it was under way stays due', async () => {
  const open = await databases.open();
  await change(open, 0);
  const [sent] = await readDue(open.database, 'door', 1);
  if (sent === undefined) throw new Error('nothing is due');
  await change(open, 0);
  await acknowledge(open.database, [resultOf(sent, 'stored')]);
  expect(await readDue(open.database, 'door', 1)).toMatchObject([{ revision: 2, coverageSec: 2 }]);
});

test('what is refused waits until it changes, and is never taken for confirmed', async () => {
  const open = await databases.open();
  await change(open, 0);
  const [sent] = await readDue(open.database, 'door', 1);
  if (sent === undefined) throw new Error('nothing is due');
  await acknowledge(open.database, [resultOf(sent, 'conflict')]);
  expect(await countRefused(open.database, 'door')).toBe(1);
  expect(await readDue(open.database, 'door', 1)).toEqual([]);
  expect(await open.database.getAll('buckets')).toMatchObject([{ acknowledged: 0, refused: 1 }]);
  expect(await countRefused(open.database, 'door')).toBe(1);
  expect(await countRefused(open.database, 'demo')).toBe(0);
  await change(open, 0);
  const [changed] = await readDue(open.database, 'door', 1);
  if (changed === undefined) throw new Error('nothing is due');
  expect(changed.revision).toBe(2);
  await acknowledge(open.database, [resultOf(changed, 'stored')]);
  expect(await countRefused(open.database, 'door')).toBe(0);
});

test('a refusal can be forgotten, so that the same is sent once more', async () => {
  const open = await databases.open();
  await change(open, 0);
  await change(open, 60_000);
  const [first] = await readDue(open.database, 'door', 1);
  if (first === undefined) throw new Error('nothing is due');
  await acknowledge(open.database, [resultOf(first, 'conflict')]);
  expect(await countDue(open.database, 'door')).toBe(1);
  await forgetRefusals(open.database, 'door');
  expect(await countDue(open.database, 'door')).toBe(2);
  expect(await countRefused(open.database, 'door')).toBe(0);
});

test('a higher revision at the collector is a late answer when the kiosk has one too, else a refusal', async () => {
  const open = await databases.open();
  await change(open, 0);
  const [sent] = await readDue(open.database, 'door', 1);
  if (sent === undefined) throw new Error('nothing is due');
  await acknowledge(open.database, [resultOf(sent, 'stale')]);
  expect(await countRefused(open.database, 'door')).toBe(1);
  await change(open, 0);
  await acknowledge(open.database, [resultOf(sent, 'stale')]);
  expect(await countRefused(open.database, 'door')).toBe(0);
  expect(await open.database.getAll('buckets')).toMatchObject([{ acknowledged: 1, revision: 2 }]);
});

test('words about what this kiosk never had change nothing', async () => {
  const open = await databases.open();
  await change(open, 0);
  const [sent] = await readDue(open.database, 'door', 1);
  if (sent === undefined) throw new Error('nothing is due');
  const before = await open.database.getAll('buckets');
  await acknowledge(open.database, [
    resultOf({ ...sent, revision: 7 }, 'stored'),
    resultOf({ ...sent, epoch: 'another' }, 'stored'),
  ]);
  expect(await open.database.getAll('buckets')).toEqual(before);
});

const startMs = constantFrom(0, 60_000, 120_000);
const step = oneof(
  record({ type: constant('change' as const), startMs }),
  record({
    type: constant('answer' as const),
    startMs,
    back: integer({ min: 0, max: 3 }),
    outcome: constantFrom('stored', 'same', 'stale', 'conflict'),
  }),
);

test('whatever happens, the index holds exactly what is due', async () => {
  await assert(
    asyncProperty(array(step, { maxLength: 25 }), async (steps) => {
      const open = await databases.open();
      for (const happening of steps) {
        if (happening.type === 'change') await change(open, happening.startMs);
        const known = await open.database.get('buckets', ['door', open.epoch, happening.startMs]);
        if (happening.type === 'answer' && known !== undefined) {
          const revision = Math.max(1, known.revision - happening.back);
          await acknowledge(open.database, [{ ...known, revision, outcome: happening.outcome }]);
        }
        const all = await open.database.getAll('buckets');
        const due = await readDue(open.database, 'door', 10);
        expect(due.map((bucket) => bucket.startMs)).toEqual(
          all.filter(isDue).map((bucket) => bucket.startMs),
        );
      }
    }),
    { numRuns: 30 },
  );
});
