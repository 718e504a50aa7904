/** What docs/privacy.md promises of the database: every value in it is a total or a setting, of known shape. */
import { openDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import {
  DWELL_BIN_EDGES_SEC,
  LATENCY_BIN_EDGES_MS,
  type Bucket,
  type CoverageReason,
} from '../domain/bucket.ts';
import type { KeptWeights } from '../domain/kept-weights.ts';
import type { StoredBucket } from './schema.ts';
import { keepKioskKey } from './kiosk-key.ts';
import { writeSettings } from './settings.ts';
import { createTestDatabases, TEST_CONTEXT } from './store.testing.ts';
import { writeWeights } from './weights.ts';
import { createBucketWriter } from './writer.ts';

const databases = createTestDatabases();
afterEach(() => databases.dispose());

/** Longest text that may be stored: a browser's name for a camera has 64 characters. */
const MAX_TEXT = 64;

const NUMBERS = [
  'startMs',
  'slotMs',
  'entries',
  'exits',
  'woman',
  'man',
  'undetermined',
  'coverageSec',
  'settingsVersion',
  'meanFrameRate',
  'revision',
  'acknowledged',
  'due',
] as const satisfies (keyof StoredBucket)[];
const TEXTS = ['entrance', 'epoch', 'softwareVersion', 'model', 'tier'] as const satisfies (keyof Bucket)[];
const BINS = { dwellBins: DWELL_BIN_EDGES_SEC, latencyBins: LATENCY_BIN_EDGES_MS } as const satisfies {
  [Key in keyof Bucket]?: readonly number[];
};
const REASONS: readonly CoverageReason[] = ['camera', 'gpu', 'paused', 'off', 'restart', 'clock'];

function expectText(value: unknown): void {
  expect(value).toBeTypeOf('string');
  expect(String(value).length).toBeLessThanOrEqual(MAX_TEXT);
}

function expectBucket(value: Record<string, unknown>): void {
  expect(Object.keys(value).toSorted()).toEqual(
    [...NUMBERS, ...TEXTS, ...Object.keys(BINS), 'missing'].toSorted(),
  );
  for (const key of NUMBERS) expect(Number.isFinite(value[key])).toBe(true);
  for (const key of TEXTS) expectText(value[key]);
  for (const [key, { length }] of Object.entries(BINS)) {
    expect(value[key]).toHaveLength(length + 1);
    for (const bin of value[key] as unknown[]) expect(Number.isInteger(bin)).toBe(true);
  }
  for (const [reason, seconds] of Object.entries(value['missing'] as object)) {
    expect(REASONS).toContain(reason);
    expect(Number.isFinite(seconds)).toBe(true);
  }
}

/** What a person brought, as it is kept: a file of numbers, and how it did on pictures of which nothing is kept. */
const WEIGHTS: KeptWeights = {
  file: 'mine.safetensors',
  bytes: new Uint8Array([1, 2, 3]),
  calibration: { temperature: 1, undeterminedBelowAbsLogOdds: 2 },
  figures: { faces: 50, accuracy: 0.9, shippedAccuracy: 0.95 },
  keptMs: 5,
};

const META: Record<string, (value: unknown) => void> = {
  epoch: expectText,
  heartbeatMs: (value) => expect(Number.isInteger(value)).toBe(true),
  kioskKey(value) {
    const { privateKey, publicKey, ...rest } = value as CryptoKeyPair;
    expect(rest).toEqual({});
    expect([privateKey.type, privateKey.extractable, publicKey.type]).toEqual(['private', false, 'public']);
  },
  settings(value) {
    const { retentionDays, ...texts } = value as Record<string, unknown>;
    expect(retentionDays).toBe(400);
    expect(Object.keys(texts).toSorted()).toEqual(['cameraDeviceId', 'range']);
    for (const part of Object.values(texts)) expectText(part);
  },
  weights(value) {
    const { file, bytes, calibration, figures, keptMs, ...rest } = value as KeptWeights;
    expect(rest).toEqual({});
    expectText(file);
    expect(bytes).toEqual(WEIGHTS.bytes);
    expect([calibration, figures, keptMs]).toEqual([WEIGHTS.calibration, WEIGHTS.figures, WEIGHTS.keptMs]);
  },
};

/** Counts people of whom far more is known than may be kept. */
async function countPeople(): Promise<string> {
  const open = await databases.open();
  const writer = createBucketWriter(open, 'door', () => ({ ...TEST_CONTEXT, frame: new Uint8Array(64) }));
  const person = {
    appearance: 'woman',
    dwellSec: 12.345,
    crop: new ImageData(2, 2),
    id: 7,
    seenMs: 1,
  } as const;
  writer.add(0, { people: [person, person], coverageSec: 1, frames: 5, missing: { camera: 1, clock: 2 } });
  writer.add(TEST_CONTEXT.slotMs, { people: [person] });
  expect(await writer.flush()).toBeUndefined();
  await keepKioskKey(open.database, await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']));
  await writeSettings(open.database, { range: 'short', cameraDeviceId: 'f'.repeat(64), retentionDays: 400 });
  expect(await writeWeights(open.database, WEIGHTS)).toBeUndefined();
  return open.database.name;
}

/** All values of all stores, by the name of the store and the key. */
async function readEverything(name: string): Promise<ReadonlyMap<string, ReadonlyMap<string, unknown>>> {
  const database = await openDB(name);
  const stores = new Map<string, ReadonlyMap<string, unknown>>();
  for (const store of database.objectStoreNames) {
    const keys = await database.getAllKeys(store);
    const values: unknown[] = await database.getAll(store);
    stores.set(store, new Map(values.map((value, index) => [String(keys[index]), value])));
  }
  database.close();
  return stores;
}

test('after counting, every stored value is of known shape, without pictures, people or their times', async () => {
  const stores = await readEverything(await countPeople());
  expect([...stores.keys()]).toEqual(['buckets', 'meta', 'quarantine']);
  expect(stores.get('buckets')?.size).toBe(2);
  expect(stores.get('quarantine')?.size).toBe(0);
  for (const bucket of stores.get('buckets')?.values() ?? []) expectBucket(bucket as Record<string, unknown>);
  expect([...(stores.get('meta')?.keys() ?? [])]).toEqual(Object.keys(META).toSorted());
  for (const [key, value] of stores.get('meta') ?? []) META[key]?.(value);
});
