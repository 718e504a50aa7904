import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { initialSnapshot } from '../state/snapshot.ts';
import { createState, type State } from '../state/state.ts';
import {
  bucketOf,
  createTestDatabases,
  damageBucket,
  openAsLater,
  TEST_CONTEXT,
} from '../store/store.testing.ts';
import { createBucketWriter } from '../store/writer.ts';
import { trustedClock } from './clock.testing.ts';
import { SourceCount } from './source-count.ts';
import { StoreKeeper } from './store-keeper.ts';

const databases = createTestDatabases();
let state: State;
let first: string;
let keeper: StoreKeeper;

/** What Playwright hands on of the browser's own tools. */
const tools = cdp() as { send(method: string, parameters: object): Promise<unknown> };

beforeEach(() => {
  state = createState(initialSnapshot('1.2.3', 'camera'));
  first = databases.freshName();
  keeper = new StoreKeeper(state, first);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  keeper.dispose();
  if (!state.snapshot().store.inMemory) keeper.open.database.close();
  await databases.dispose();
});

const store = (): ReturnType<State['snapshot']>['store'] => state.snapshot().store;

function refuseToOpen(): { mockRestore(): void } {
  return vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
    throw new DOMException('Internal error opening backing store.', 'UnknownError');
  });
}

function startCount(): SourceCount {
  const mend = keeper.mend.bind(keeper);
  return new SourceCount(
    { state, database: keeper.open, clock: trustedClock(), onWritten: () => undefined, mend },
    'camera',
  );
}

test('a database that is well is open and says nothing', async () => {
  await keeper.start();
  expect(keeper.open.database.name).toBe(first);
  expect(store()).toMatchObject({ fault: undefined, inMemory: false, setAside: undefined });
});

test('where no database opens, counts wait in memory, are shown, and are written when one opens', async () => {
  const refusal = refuseToOpen();
  await keeper.start();
  expect(store()).toMatchObject({ inMemory: true, fault: expect.stringMatching(/UnknownError/) });
  const count = startCount();
  keeper.onReopened = () => void count.writeNow();
  await new Promise((resolve) => setTimeout(resolve, 20));
  count.addGap();
  await count.write();
  const shown = state.snapshot().today?.buckets ?? [];
  expect(shown).toMatchObject([{ missing: { camera: expect.any(Number) } }]);
  expect(store()).toMatchObject({ inMemory: true, fault: expect.stringMatching(/UnknownError/) });
  refusal.mockRestore();
  await expect.poll(() => store().inMemory, { timeout: 10_000 }).toBe(false);
  await expect.poll(() => keeper.open.database.count('buckets')).toBe(1);
  expect(await keeper.open.database.getAll('buckets')).toMatchObject([{ missing: shown[0]?.missing ?? {} }]);
  await expect.poll(() => store().fault).toBeUndefined();
});

test('a database that says nothing keeps nobody from counting, and is used once it answers', async () => {
  const raw = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(first);
    request.onsuccess = () => resolve(request.result);
  });
  // Waits for the connection to close, and whoever opens waits behind it.
  indexedDB.deleteDatabase(first);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const started = keeper.start();
  await vi.advanceTimersByTimeAsync(10_000);
  await started;
  vi.useRealTimers();
  expect(store()).toMatchObject({ inMemory: true, fault: expect.stringMatching(/does not answer/) });
  const count = startCount();
  keeper.onReopened = () => void count.writeNow();
  await new Promise((resolve) => setTimeout(resolve, 20));
  count.addGap();
  await count.write();
  raw.close();
  await expect.poll(() => store()).toMatchObject({ inMemory: false, fault: undefined });
  await expect.poll(() => keeper.open.database.count('buckets')).toBe(1);
});

test('a database that ended its epoch on purpose is no other, though local storage did not learn of it', async () => {
  await keeper.start();
  await keeper.becomeWriter();
  const remembered = { ...localStorage };
  await damageBucket(keeper.open, { entrance: 'main', epoch: keeper.open.epoch, startMs: 0 });
  await keeper.setDamagedAside();
  for (const [key, value] of Object.entries(remembered)) localStorage.setItem(key, String(value));
  const again = new StoreKeeper(state, first);
  await again.start();
  await again.becomeWriter();
  expect(again.open.epoch).toBe(keeper.open.epoch);
  expect(store().setAside).toMatchObject({ lostMs: undefined, records: 1 });
  again.dispose();
  again.open.database.close();
});

test('a window that looks on notes no loss', async () => {
  localStorage.setItem(`${first}-epoch`, 'another');
  await keeper.start();
  expect(await keeper.open.database.get('meta', 'lostMs')).toBeUndefined();
  expect(localStorage.getItem(`${first}-epoch`)).toBe('another');
  await keeper.becomeWriter();
  expect(store().setAside).toMatchObject({ lostMs: expect.any(Number) });
});

test('a database that the browser clears and closes is begun anew, and what waited is in it', async () => {
  await keeper.start();
  await keeper.becomeWriter();
  const { epoch } = keeper.open;
  const reopened = vi.fn<() => void>();
  keeper.onReopened = reopened;
  const writer = createBucketWriter(keeper.open, 'main', () => TEST_CONTEXT);
  await tools.send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb' });
  await expect.poll(() => store().fault).toMatch(/closed the database/);
  writer.add(0, { coverageSec: 1 });
  expect(await writer.flush()).toMatchObject({ kind: 'write' });
  await expect.poll(() => reopened.mock.calls.length, { timeout: 10_000 }).toBe(1);
  expect(await writer.flush()).toBeUndefined();
  expect(keeper.open.epoch).not.toBe(epoch);
  expect(await keeper.open.database.getAll('buckets')).toMatchObject([
    { epoch: keeper.open.epoch, coverageSec: 1 },
  ]);
  await expect.poll(() => store().setAside?.lostMs).toBeGreaterThan(Date.now() - 60_000);
});

test('a database that a person deletes under it is begun anew', async () => {
  await keeper.start();
  await keeper.becomeWriter();
  const { epoch } = keeper.open;
  await new Promise((resolve) => (indexedDB.deleteDatabase(first).onsuccess = resolve));
  await expect.poll(() => keeper.open.epoch, { timeout: 10_000 }).not.toBe(epoch);
  expect(await keeper.open.database.count('buckets')).toBe(0);
  await expect.poll(() => store().setAside?.lostMs).toBeGreaterThan(0);
});

test('one that makes way writes first, is closed, and is not opened again', async () => {
  await keeper.start();
  const { open } = keeper;
  keeper.onSuperseded = async () => void (await open.database.put('buckets', bucketOf({ entries: 7 })));
  const newer = await openAsLater(first);
  expect(await newer.getAll('buckets')).toMatchObject([{ entries: 7 }]);
  expect(store().fault).toMatch(/newer version/);
  newer.close();
  await expect(open.database.count('buckets')).rejects.toThrow();
});

test('damaged records found by a write are set aside, and the write comes through', async () => {
  await keeper.start();
  const count = startCount();
  const slotMs = 900_000;
  const startMs = Math.floor(Date.now() / slotMs) * slotMs;
  await damageBucket(keeper.open, { entrance: 'main', epoch: keeper.open.epoch, startMs });
  await new Promise((resolve) => setTimeout(resolve, 20));
  count.addGap();
  await count.write();
  expect(store()).toMatchObject({ fault: undefined, setAside: { records: 1, databases: [] } });
  expect(await keeper.open.database.getAll('buckets')).toMatchObject([
    { epoch: keeper.open.epoch, revision: 1 },
  ]);
});

test('a person can delete what was set aside', async () => {
  await keeper.start();
  await keeper.open.database.put('quarantine', { foundMs: 5, value: 'x' }, 1);
  await keeper.showSetAside();
  expect(store().setAside).toMatchObject({ records: 1 });
  state.write({ store: { ...store(), refusal: 'What was set aside could not be deleted.' } });
  await keeper.act({ type: 'delete-set-aside' });
  expect(store().refusal).toBeUndefined();
  expect(store().setAside).toBeUndefined();
  const again = new StoreKeeper(state, first);
  await again.start();
  expect(store().setAside).toBeUndefined();
  again.dispose();
  again.open.database.close();
});
