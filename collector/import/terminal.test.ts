import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fileOf, newSigningKiosk } from '../testing/exports.testing.ts';
import { SAMPLE_REPORT, sampleBucket } from '../testing/samples.testing.ts';
import { openTestStore, testFolder } from '../testing/stores.testing.ts';
import { importFile } from './import-file.ts';

/** What a terminal obeys, in two of its spellings, and what turns the order of the letters behind it. */
const COMMANDS = '\u001b]0;x\u0007\u009b2J\u202e\ud800';
const OBEYED = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

const report = (changes: object) => ({ kiosk: { ...SAMPLE_REPORT, ...changes } });

test.each<[string, object, object]>([
  ['the name of a property of its report', {}, report({ [COMMANDS]: 1 })],
  ['a text of its report', {}, report({ tier: COMMANDS })],
  ['the name of a property of a slot', { [COMMANDS]: 1 }, {}],
])('%s in a file of a stranger reaches no terminal as it is', async (_where, bucket, changes) => {
  const { folder, remove } = testFolder();
  onTestFinished(remove);
  const store = await openTestStore({ folder });
  onTestFinished(store.dispose);
  const signing = await newSigningKiosk();
  const path = join(folder, 'door.json');
  writeFileSync(path, fileOf(await signing.sign([sampleBucket(0, bucket)], changes)));
  const trust = { fingerprint: signing.fingerprint, as: { name: 'East door' } };
  const imported = await importFile(store, { path, trust }, 0);
  const said = imported.ok ? imported.value : imported.message;
  expect(said).toContain(']0;x');
  expect(said.replaceAll('\n', ' ')).not.toMatch(OBEYED);
});
