import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newSigningKiosk } from '../testing/exports.testing.ts';
import { runCollector } from '../testing/process.testing.ts';
import { sampleBucket } from '../testing/samples.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';

test(
  'of several files the program takes the good ones, says what is wrong with the others, and ends with 2',
  { timeout: 60_000 },
  async () => {
    const { folder, remove } = testFolder();
    const [signing, stranger] = [await newSigningKiosk(), await newSigningKiosk()];
    const good = await signing.write(join(folder, 'good.json'), sampleBucket(0));
    const strange = await stranger.write(join(folder, 'strange.json'), sampleBucket(1));
    const data = ['--data', join(folder, 'data')];
    const trust = ['--trust', signing.fingerprint, '--name', 'East door'];
    const receipt = join(folder, 'mine.json');
    const first = await runCollector('import', good, ...trust, '--receipt', receipt, ...data);
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toMatch(
      /good\.json: East door \(.*\): 1 stored\n {2}receipt for the kiosk: .*mine\.json\n/,
    );
    const both = await runCollector('import', strange, good, ...data);
    expect(both.exitCode).toBe(2);
    expect(both.stdout).toMatch(/^.*good\.json: East door .*1 known already\n.*good\.receipt\.json\n$/);
    expect(both.stderr).toMatch(/^collector: .*strange\.json: its key .* is that of no known kiosk.*\n$/);
    expect(readdirSync(folder).toSorted()).toEqual([
      'data',
      'good.json',
      'good.receipt.json',
      'mine.json',
      'strange.json',
    ]);
    remove();
  },
);
