import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseReceipt } from '../../src/domain/export.ts';
import { NOW_MS } from '../testing/each-store.testing.ts';
import { newSigningKiosk } from '../testing/exports.testing.ts';
import { sampleBucket, START_MS } from '../testing/samples.testing.ts';
import { openTestStore, testFolder } from '../testing/stores.testing.ts';
import { importFile } from './import-file.ts';

const DAY_MS = 86_400_000;

test('what is older than the collector keeps is not taken, nor confirmed', async () => {
  const made = testFolder();
  const path = join(made.folder, 'door.json');
  const store = await openTestStore({ folder: made.folder });
  const signing = await newSigningKiosk();
  await signing.write(path, sampleBucket(0), sampleBucket(0, { startMs: START_MS - 40 * DAY_MS }));
  const trust = { fingerprint: signing.fingerprint, as: { name: 'Back door' } };
  expect(await importFile(store, { path, trust, keepDays: 30 }, NOW_MS)).toMatchObject({ ok: true });
  const receipt = parseReceipt(JSON.parse(readFileSync(join(made.folder, 'door.receipt.json'), 'utf8')));
  expect(receipt?.results.map(({ outcome }) => outcome)).toEqual(['stored', 'stale']);
  expect(await store.database.selectFrom('buckets').select('start_ms').execute()).toEqual([
    { start_ms: START_MS },
  ]);
  await store.dispose();
  made.remove();
});
