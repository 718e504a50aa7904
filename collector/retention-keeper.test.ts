import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { BatchAnswer } from '../src/domain/batch.ts';
import { RetentionKeeper } from './retention-keeper.ts';
import { sampleBatch, sampleBucket } from './testing/samples.testing.ts';
import { startServer, type TestServer } from './testing/server.testing.ts';
import { testFolder } from './testing/stores.testing.ts';

const SLOT_MS = 900_000;
const DAY_MS = 86_400_000;

let made: ReturnType<typeof testFolder>;
let server: TestServer;
let lines: object[];
const log = {
  info: (line: object) => void lines.push(line),
  error: (line: object) => void lines.push(line),
};

beforeEach(async () => {
  made = testFolder();
  server = await startServer({ folder: made.folder }, { keepDays: 30 });
  lines = [];
});

afterEach(async () => {
  await server.dispose();
  made.remove();
});

/** A slot of some days ago. */
function bucketOf(daysAgo: number) {
  return sampleBucket(0, { startMs: Math.floor((Date.now() - daysAgo * DAY_MS) / SLOT_MS) * SLOT_MS });
}

const count = async () =>
  (await server.store.database.selectFrom('buckets').select('digest').execute()).length;

async function runOnce(keepDays: number | undefined): Promise<void> {
  const keeper = new RetentionKeeper(server.store.database, keepDays, log, Date.now);
  keeper.start();
  if (keepDays !== undefined) await expect.poll(() => lines.length).toBeGreaterThan(1);
  await keeper.dispose();
}

test('what is too old is neither taken nor kept; how much goes is in the log before and after', async () => {
  const batch = sampleBatch(bucketOf(31), bucketOf(29), bucketOf(10));
  const answered = await server.post('/v1/batches', batch, await server.newToken());
  const { results } = (await answered.json()) as BatchAnswer;
  expect(results.map(({ outcome }) => outcome)).toEqual(['stale', 'stored', 'stored']);
  await runOnce(undefined);
  await runOnce(30);
  expect(await count()).toBe(2);
  lines = [];
  await runOnce(20);
  expect(await count()).toBe(1);
  expect(lines).toMatchObject([{ due: 1 }, { deleted: 1 }]);
});

test('looks again each day, by the clock of that day', async () => {
  await server.post('/v1/batches', sampleBatch(bucketOf(28.5), bucketOf(10)), await server.newToken());
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  let aheadMs = 0;
  const keeper = new RetentionKeeper(server.store.database, 30, log, () => Date.now() + aheadMs);
  onTestFinished(() => keeper.dispose());
  keeper.start();
  for (const [day, gone] of [0, 0, 1].entries()) {
    if (day > 0) {
      aheadMs = day * DAY_MS;
      vi.advanceTimersByTime(DAY_MS);
    }
    await expect.poll(() => lines).toHaveLength(2 * (day + 1));
    expect(lines.slice(-2)).toMatchObject([{ due: gone }, { deleted: gone }]);
  }
  expect(await count()).toBe(1);
});

test('ends while it counts, and says nothing of what it did not count', async () => {
  await server.newToken();
  const keeper = new RetentionKeeper(server.store.database, 30, log, Date.now);
  keeper.start();
  await keeper.dispose();
  expect(lines).toEqual([]);
});

test('a database that is away is trouble in the log, and ends nothing', async () => {
  await server.store.dispose();
  const keeper = new RetentionKeeper(server.store.database, 30, log, Date.now);
  keeper.start();
  await expect.poll(() => lines).toMatchObject([{ reason: expect.stringMatching(/./) }]);
  await keeper.dispose();
});
