/** What the keeper of the store does with settings that it reads late, and what it deletes by them. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { initialSnapshot } from '../state/snapshot.ts';
import { createState, type State } from '../state/state.ts';
import { bucketOf, createTestDatabases } from '../store/store.testing.ts';
import { writeSettings } from '../store/settings.ts';
import { StoreKeeper } from './store-keeper.ts';

const DAY_MS = 24 * 3_600_000;
const databases = createTestDatabases();
let state: State;
let first: string;
let keeper: StoreKeeper;

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

/** A family whose first database has settings of a person, and old totals that were acknowledged. */
async function keepSettings(): Promise<void> {
  const { database } = await databases.open(first);
  await writeSettings(database, { range: 'short', retentionDays: 1_100 });
  await database.put('buckets', bucketOf({ startMs: Date.now() - 500 * DAY_MS, acknowledged: 1 }));
  await database.put('meta', 5, 'heartbeatMs');
  database.close();
}

test('settings that could not be read at first are read later; nothing is deleted before, or undone after', async () => {
  await keepSettings();
  keeper.mayDelete = () => true;
  const refusal = refuseToOpen();
  await keeper.start();
  expect(keeper.areSettingsKnown).toBe(false);
  // What a person chooses meanwhile counts, and nothing else is taken from what stands in for the settings.
  state.write({
    settings: { ...state.snapshot().settings, tier: 'wasm' },
    store: { ...store(), refusal: 'The settings could not be stored.' },
  });
  refusal.mockRestore();
  await expect.poll(() => store().inMemory, { timeout: 10_000 }).toBe(false);
  const settings = { range: 'short', retentionDays: 1_100, tier: 'wasm' };
  expect(state.snapshot().settings).toEqual(settings);
  expect(await keeper.open.database.get('meta', 'settings')).toEqual(settings);
  expect(keeper.lastSeenMs).toBe(5);
  // They are stored now.
  expect(store().refusal).toBeUndefined();
  expect(await keeper.deleteExpired()).toBe(false);
  state.write({ settings: { ...state.snapshot().settings, retentionDays: 400 } });
  expect(await keeper.deleteExpired()).toBe(true);
});

test('nothing is deleted by settings that were never read, or by a clock that is not proven', async () => {
  await keepSettings();
  await keeper.start();
  state.write({ settings: { ...state.snapshot().settings, retentionDays: 31 } });
  expect(await keeper.deleteExpired()).toBe(false);
  const unread = new StoreKeeper(createState(initialSnapshot('1.2.3', 'camera')), first);
  unread.mayDelete = () => true;
  Object.assign(unread.open, keeper.open);
  expect(await unread.deleteExpired()).toBe(false);
  expect(await keeper.open.database.count('buckets')).toBe(1);
});
