import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MOST_BUCKETS } from '../src/domain/batch.ts';
import { printBuckets } from './print-buckets.ts';
import { storeBuckets } from './store/buckets.ts';
import type { OpenStore } from './store/open-store.ts';
import { newKiosk } from './testing/each-store.testing.ts';
import { SAMPLE_REPORT, sampleBucket } from './testing/samples.testing.ts';
import { openTestStore, testFolder } from './testing/stores.testing.ts';

const SLOT_COUNT = 3 * MOST_BUCKETS;

let made: ReturnType<typeof testFolder>;
let store: OpenStore;

beforeEach(async () => {
  made = testFolder();
  store = await openTestStore({ folder: made.folder });
});

afterEach(async () => {
  await store.dispose();
  made.remove();
});

async function print(json: boolean): Promise<string> {
  const out = new PassThrough();
  const printed = text(out);
  await printBuckets(store.database, json, out);
  out.end();
  return printed;
}

/** More slots than are read at once. */
async function fill(): Promise<void> {
  const { kiosk } = await newKiosk(store, 'East door');
  const contact = { report: SAMPLE_REPORT, atMs: Date.now() };
  for (let first = 0; first < SLOT_COUNT; first += MOST_BUCKETS) {
    const buckets = Array.from({ length: MOST_BUCKETS }, (_, slot) => sampleBucket(first + slot));
    await storeBuckets(store.database, kiosk, buckets, contact);
  }
}

/** What a bucket says, as CSV says it. */
function asTexts(bucket: object): string[][] {
  return Object.entries(bucket).map(([key, value]) => [key, String(value)]);
}

test('prints an empty database as the names of the columns, or an empty list', async () => {
  expect(await print(false)).toMatch(/^kiosk,kioskName,.*,revision\n$/);
  expect(JSON.parse(await print(true))).toEqual([]);
});

test('prints the same slots of many pages as CSV and as JSON', async () => {
  await fill();
  const json = JSON.parse(await print(true)) as object[];
  expect(json).toHaveLength(SLOT_COUNT);
  const rows = parse(await print(false), { columns: true }) as object[];
  expect(rows.map(asTexts)).toEqual(json.map(asTexts));
});

test('throws what the database threw', async () => {
  await store.dispose();
  await expect(print(true)).rejects.toThrow(/./);
  store = await openTestStore({ folder: made.folder });
});

test('ends well when whoever reads has enough', async () => {
  await fill();
  const program = fileURLToPath(new URL('collector.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, 'buckets', '--data', made.folder]);
  child.stdout.once('data', () => child.stdout.destroy());
  const trouble = text(child.stderr);
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  expect([exitCode, await trouble]).toEqual([0, '']);
}, 60_000);
