import { array, assert, asyncProperty, constantFrom } from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { initialSnapshot } from '../state/snapshot.ts';
import { createState, type State } from '../state/state.ts';
import { bucketOf, createTestDatabases, TEST_CONTEXT } from '../store/store.testing.ts';
import { createBucketWriter } from '../store/writer.ts';
import { trustedClock } from './clock.testing.ts';
import { SourceCount } from './source-count.ts';
import { StoreKeeper } from './store-keeper.ts';

/** Room before the disk fills up, bytes: what the browser has granted it need not ask for again, so that it must be little. */
const ROOM_BYTES = 2_000_000;

const databases = createTestDatabases();
const tools = cdp() as { send(method: string, parameters: object): Promise<unknown> };
const { origin } = location;
let state: State;
let keeper: StoreKeeper;

/** Gives the origin so much room, bytes; undefined: as much as the disk has. */
async function limitRoom(quotaSize: number | undefined): Promise<void> {
  await tools.send(
    'Storage.overrideQuotaForOrigin',
    quotaSize === undefined ? { origin } : { origin, quotaSize },
  );
}

/** Leaves no room, and has the browser find out: what is asked for is more than it has granted. */
async function fillDisk(): Promise<void> {
  await limitRoom(1);
  const { database } = keeper.open;
  const filler = 'x'.repeat(2 * ROOM_BYTES);
  await expect(database.put('meta', filler, 'epoch')).rejects.toThrow(
    expect.objectContaining({ name: 'QuotaExceededError' }),
  );
}

beforeEach(async () => {
  // Forgets what the browser has granted to tests before.
  await tools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await limitRoom(ROOM_BYTES);
  state = createState(initialSnapshot('1.2.3', 'camera'));
  keeper = new StoreKeeper(state, databases.freshName());
  keeper.mayDelete = () => true;
  await keeper.start();
});
afterEach(async () => {
  await limitRoom(undefined);
  keeper.dispose();
  keeper.open.database.close();
  await databases.dispose();
});

test('counts wait, are shown, and are written when there is room; old acknowledged totals are let go of', async () => {
  const { database } = keeper.open;
  await database.put('buckets', bucketOf({ startMs: 0, revision: 1, acknowledged: 1 }));
  await database.put('buckets', bucketOf({ startMs: 60_000, revision: 2, acknowledged: 1 }));
  const mend = keeper.mend.bind(keeper);
  const count = new SourceCount(
    { state, database: keeper.open, clock: trustedClock(), onWritten: () => undefined, mend },
    'camera',
  );
  await fillDisk();
  await new Promise((resolve) => setTimeout(resolve, 20));
  count.addGap();
  await count.write();
  expect(state.snapshot().store.fault).toMatch(/no room left/);
  expect(state.snapshot().today?.buckets).toHaveLength(1);
  expect(await database.getAll('buckets')).toMatchObject([{ startMs: 60_000 }]);
  await limitRoom(undefined);
  await count.writeNow();
  expect(state.snapshot().store.fault).toBeUndefined();
  expect(await database.count('buckets')).toBe(2);
});

test(
  'whenever the disk fills up and is cleared, every count is written once',
  { timeout: 60_000 },
  async () => {
    const steps = array(constantFrom('count', 'flush', 'fill', 'clear'), { maxLength: 20 });
    await assert(
      asyncProperty(steps, async (all) => {
        await keeper.open.database.clear('buckets');
        const writer = createBucketWriter(keeper.open, 'main', () => TEST_CONTEXT);
        for (const step of all) {
          if (step === 'count') writer.add(0, { coverageSec: 1 });
          if (step === 'flush') await writer.flush();
          if (step === 'fill') await fillDisk();
          if (step === 'clear') await limitRoom(ROOM_BYTES);
        }
        await limitRoom(ROOM_BYTES);
        expect(await writer.flush()).toBeUndefined();
        const counted = all.filter((step) => step === 'count').length;
        const stored = await keeper.open.database.getAll('buckets');
        expect(stored.map(({ coverageSec }) => coverageSec)).toEqual(counted === 0 ? [] : [counted]);
      }),
      { numRuns: 20 },
    );
  },
);
