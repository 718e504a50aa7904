import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, asyncProperty, nat, uint8Array } from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenStore } from '../store/open-store.ts';
import { newSigningKiosk } from '../testing/exports.testing.ts';
import { sampleBucket } from '../testing/samples.testing.ts';
import { openTestStore, testFolder } from '../testing/stores.testing.ts';
import { importFile } from './import-file.ts';

let made: ReturnType<typeof testFolder>;
let store: OpenStore;
let path: string;
let original: Buffer;

const NOW_MS = 1_760_000_500_000;

/** A kiosk that the collector trusts, and a file of it that nobody has imported yet. */
beforeEach(async () => {
  made = testFolder();
  store = await openTestStore({ folder: made.folder });
  path = join(made.folder, 'door.json');
  const signing = await newSigningKiosk();
  await signing.write(path);
  const trust = { fingerprint: signing.fingerprint, as: { name: 'East door' } };
  expect(await importFile(store, { path, trust }, NOW_MS)).toMatchObject({ ok: true });
  await signing.write(path, sampleBucket(0));
  original = readFileSync(path);
});
afterEach(async () => {
  await store.dispose();
  made.remove();
});

/** Imports `bytes` as a file, and empties the store again; answers the numbers that came in. */
async function numbersOf(bytes: Uint8Array): Promise<readonly object[]> {
  writeFileSync(path, bytes);
  const { ok } = await importFile(store, { path }, NOW_MS);
  const rows = await store.database.selectFrom('buckets').selectAll().execute();
  expect(rows.length > 0).toBe(ok);
  if (ok) await store.database.deleteFrom('buckets').execute();
  return rows;
}

test(
  'whichever byte of a file is changed, it is refused or means the same',
  { timeout: 60_000 },
  async () => {
    const whole = await numbersOf(original);
    expect(whole).toHaveLength(1);
    let refusedCount = 0;
    for (const [place, byte] of original.entries()) {
      const changed = Buffer.from(original);
      changed[place] = byte ^ (1 << (place % 7));
      const rows = await numbersOf(changed);
      if (rows.length === 0) refusedCount += 1;
      else expect(rows).toEqual(whole);
    }
    // Base64 has a few bits that mean nothing.
    expect(refusedCount).toBeGreaterThan(original.length - 10);
  },
);

test(
  'whatever is cut out of a file or put into it, it is refused or means the same',
  { timeout: 60_000 },
  async () => {
    const whole = await numbersOf(original);
    const place = nat({ max: original.length });
    await assert(
      asyncProperty(place, nat({ max: 30 }), uint8Array({ maxLength: 30 }), async (at, cut, put) => {
        const bytes = Buffer.concat([original.subarray(0, at), put, original.subarray(at + cut)]);
        const rows = await numbersOf(bytes);
        if (rows.length > 0) expect(rows).toEqual(whole);
      }),
      { numRuns: 1_000 },
    );
  },
);
