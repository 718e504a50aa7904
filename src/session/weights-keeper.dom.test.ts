import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import kerasUrl from '../../fixtures/keras/mini-xception.hdf5?url';
import type { WeightsOffer } from '../domain/kept-weights.ts';
import { initialSnapshot } from '../state/snapshot.ts';
import { createState, type State } from '../state/state.ts';
import type { OpenDatabase } from '../store/database.ts';
import { createTestDatabases } from '../store/store.testing.ts';
import { WeightsKeeper } from './weights-keeper.ts';

const databases = createTestDatabases();
let state: State;
let open: OpenDatabase;

beforeEach(async () => {
  state = createState(initialSnapshot('1.2.3', 'camera'));
  open = await databases.open();
});
afterEach(() => databases.dispose());

const FIGURES = { faces: 60, accuracy: 0.9, shippedAccuracy: 0.95 };
const CALIBRATION = { temperature: 0.7, undeterminedBelowAbsLogOdds: 2 };

async function offerOf(content: BlobPart, name = 'mine.hdf5'): Promise<WeightsOffer> {
  return { weights: new File([content], name), figures: FIGURES, calibration: CALIBRATION };
}

async function keras(): Promise<Blob> {
  return (await fetch(kerasUrl)).blob();
}

async function keeperOf(restarts: string[] = []): Promise<WeightsKeeper> {
  const keeper = new WeightsKeeper(state, open);
  keeper.onChange = () => restarts.push(keeper.classifier?.model ?? 'shipped');
  await keeper.start();
  return keeper;
}

test('weights count from the moment they are kept, again after a restart, and no more once they are let go of', async () => {
  const restarts: string[] = [];
  const keeper = await keeperOf(restarts);
  expect(keeper.classifier).toBeUndefined();
  keeper.act({ type: 'use-weights', offer: await offerOf(await keras()) });
  await expect.poll(() => restarts).toHaveLength(1);
  // Not the file's name, which is nobody else's business.
  expect(restarts[0]).toMatch(/^own-mini-xception@[0-9a-f]{8}$/);
  expect(keeper.classifier?.calibration).toEqual(CALIBRATION);
  expect(state.snapshot().weights).toMatchObject({ status: 'counting', file: 'mine.hdf5', figures: FIGURES });

  const later = await keeperOf(restarts);
  expect(later.classifier?.model).toBe(restarts[0]);
  expect(restarts).toHaveLength(1);
  later.act({ type: 'use-shipped-weights' });
  await expect.poll(() => restarts[1]).toBe('shipped');
  expect(state.snapshot().weights).toBeUndefined();
  expect((await keeperOf()).classifier).toBeUndefined();
});

test('weights that are damaged on the disk are said, and the shipped ones count', async () => {
  const kept = { file: 'mine.hdf5', calibration: CALIBRATION, figures: FIGURES, keptMs: 5 };
  await open.database.put('meta', { ...kept, bytes: new Uint8Array(64) }, 'weights');
  expect((await keeperOf()).classifier).toBeUndefined();
  expect(state.snapshot().weights).toMatchObject({
    status: 'refused',
    file: 'mine.hdf5',
    message: expect.stringContaining('mine.hdf5'),
  });
  // Half a record is none.
  await open.database.put('meta', { ...kept, bytes: 'text' } as never, 'weights');
  state.write({ weights: undefined });
  expect((await keeperOf()).classifier).toBeUndefined();
  expect(state.snapshot().weights).toBeUndefined();
});

test('weights that cannot be kept do not count', async () => {
  const restarts: string[] = [];
  const keeper = await keeperOf(restarts);
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('No room.', 'QuotaExceededError');
  });
  keeper.act({ type: 'use-weights', offer: await offerOf(await keras()) });
  await expect
    .poll(() => state.snapshot().weights)
    .toMatchObject({ status: 'refused', message: expect.stringContaining('could not be stored') });
  vi.restoreAllMocks();
  expect([keeper.classifier, restarts]).toEqual([undefined, []]);
});

test('when new weights cannot be kept, those before count on, and that is said until it works', async () => {
  const keeper = await keeperOf();
  keeper.act({ type: 'use-weights', offer: await offerOf(await keras()) });
  await expect.poll(() => keeper.classifier).toBeDefined();
  const before = keeper.classifier;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('No room.', 'QuotaExceededError');
  });
  keeper.act({ type: 'use-weights', offer: await offerOf(await keras(), 'newer.hdf5') });
  await expect.poll(() => state.snapshot().store.refusal).toContain('could not be stored');
  vi.restoreAllMocks();
  expect(keeper.classifier).toBe(before);
  // Counts do not wait for it.
  expect(state.snapshot().store.fault).toBeUndefined();
  keeper.act({ type: 'use-weights', offer: await offerOf(await keras(), 'newer.hdf5') });
  await expect.poll(() => state.snapshot().store.refusal).toBeUndefined();
});
