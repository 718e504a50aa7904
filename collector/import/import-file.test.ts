import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseReceipt } from '../../src/domain/export.ts';
import { sign } from '../../src/domain/signed.ts';
import { storeBuckets } from '../store/buckets.ts';
import { listKiosks, revokeKiosk } from '../store/kiosks.ts';
import { describeEachStore, NOW_MS } from '../testing/each-store.testing.ts';
import { fileOf, newSigningKiosk, type SigningKiosk } from '../testing/exports.testing.ts';
import { SAMPLE_REPORT, sampleBucket, START_MS } from '../testing/samples.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';
import { importFile, type ImportAsked } from './import-file.ts';

/** Files are old when they arrive. */
const LATER_MS = NOW_MS + 86_400_000;

let made: ReturnType<typeof testFolder>;
let signing: SigningKiosk;
let path: string;

beforeEach(async () => {
  made = testFolder();
  signing = await newSigningKiosk();
  path = join(made.folder, 'door.json');
});
afterEach(() => made.remove());

function outcomesIn(receiptPath: string): readonly string[] | undefined {
  const receipt = parseReceipt(JSON.parse(readFileSync(receiptPath, 'utf8')));
  return receipt?.results.map(({ outcome }) => outcome);
}

describeEachStore((context) => {
  const rows = () => context.store.database.selectFrom('buckets').selectAll().orderBy('start_ms').execute();
  const take = (asked: Partial<ImportAsked> = {}) => importFile(context.store, { path, ...asked }, LATER_MS);
  const trusted = (name = 'Back door') => take({ trust: { fingerprint: signing.fingerprint, as: { name } } });

  async function expectRefused(words: RegExp, asked: Partial<ImportAsked> = {}): Promise<void> {
    const before = [await rows(), await listKiosks(context.store.database)];
    const refused = await take(asked);
    expect(refused).toMatchObject({ ok: false, message: expect.stringMatching(words) });
    expect([await rows(), await listKiosks(context.store.database)]).toEqual(before);
    expect(existsSync(join(made.folder, 'door.receipt.json'))).toBe(false);
  }

  test('a key that nobody has trusted is refused with how to trust it; then its totals are taken, again and again', async () => {
    await signing.write(path, sampleBucket(0), sampleBucket(1));
    await expectRefused(
      new RegExp(`door.json: its key ${signing.fingerprint} .*--trust ${signing.fingerprint} --name`),
    );
    expect(await trusted()).toMatchObject({ ok: true, value: expect.stringMatching(/Back door.*2 stored/) });
    const kept = await rows();
    expect(kept.map(({ entries }) => entries)).toEqual([7, 7]);
    expect(outcomesIn(join(made.folder, 'door.receipt.json'))).toEqual(['stored', 'stored']);
    expect(await take()).toMatchObject({ ok: true, value: expect.stringMatching(/2 known already/) });
    expect(await trusted()).toMatchObject({ ok: true });
    expect(outcomesIn(join(made.folder, 'door.receipt.json'))).toEqual(['same', 'same']);
    expect(await rows()).toEqual(kept);
    const kiosks = await listKiosks(context.store.database);
    expect(kiosks.map(({ name, key_thumbprint: key }) => [name, key]).toSorted()).toEqual([
      ['Back door', signing.thumbprint],
      ['East door', null],
    ]);
  });

  test('files are taken in any order: an older one changes nothing, a newer one replaces', async () => {
    await signing.write(path, sampleBucket(0, { revision: 4, entries: 9 }), sampleBucket(1));
    await trusted();
    await signing.write(path, sampleBucket(0), sampleBucket(1, { revision: 5, exits: 8 }));
    await take();
    expect(outcomesIn(join(made.folder, 'door.receipt.json'))).toEqual(['stale', 'stored']);
    expect((await rows()).map(({ entries, exits }) => [entries, exits])).toEqual([
      [9, 2],
      [7, 8],
    ]);
  });

  test('a kiosk that is enrolled may send files too, once its key is said to be its own', async () => {
    const contact = { report: SAMPLE_REPORT, atMs: NOW_MS };
    await storeBuckets(context.store.database, context.kiosk.kiosk, [sampleBucket(0)], contact);
    await signing.write(path, sampleBucket(0), sampleBucket(1));
    const as = { id: context.kiosk.kiosk };
    await expectRefused(/there is no kiosk nobody/, {
      trust: { fingerprint: signing.fingerprint, as: { id: 'nobody' } },
    });
    expect(await take({ trust: { fingerprint: signing.fingerprint.toLowerCase(), as } })).toMatchObject({
      ok: true,
      value: expect.stringMatching(/East door.*1 stored, 1 known already/),
    });
    // What was said by a file of long ago is no news of the kiosk's clock.
    expect(await listKiosks(context.store.database)).toMatchObject([{ clock_skew_ms: -5_000 }]);
    const other = await newSigningKiosk();
    await other.write(path, sampleBucket(2));
    const trust = { fingerprint: other.fingerprint, as };
    expect(await take({ trust })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/without a key/),
    });
  });

  test("another kiosk's slots are in conflict, and stay", async () => {
    const contact = { report: SAMPLE_REPORT, atMs: NOW_MS };
    await storeBuckets(context.store.database, context.kiosk.kiosk, [sampleBucket(0)], contact);
    await signing.write(path, sampleBucket(0, { revision: 9, entries: 90 }), sampleBucket(1));
    expect(await trusted()).toMatchObject({ value: expect.stringMatching(/1 stored, 1 in conflict/) });
    expect((await rows()).map(({ entries }) => entries)).toEqual([7, 7]);
  });

  test('a key of another fingerprint than was typed is not trusted', async () => {
    await signing.write(path, sampleBucket(0));
    const { fingerprint } = await newSigningKiosk();
    await expectRefused(/another kiosk's/, { trust: { fingerprint, as: { name: 'Back door' } } });
  });

  test('a revoked kiosk is refused, until somebody trusts its key anew', async () => {
    await signing.write(path, sampleBucket(0));
    await trusted();
    const [kiosk] = (await listKiosks(context.store.database)).filter(({ name }) => name === 'Back door');
    await revokeKiosk(context.store.database, kiosk?.id ?? '', NOW_MS);
    await signing.write(path, sampleBucket(1));
    const before = await rows();
    expect(await take()).toMatchObject({ ok: false, message: expect.stringMatching(/was revoked/) });
    expect(await rows()).toEqual(before);
    expect(await trusted('Back door again')).toMatchObject({ ok: true });
    expect(await rows()).toHaveLength(2);
  });

  test('an invalid slot is left out and named, and does not keep the others', async () => {
    const invalid = [sampleBucket(1, { woman: 9 }), { ...sampleBucket(2), exits: -1 }, 'nonsense'];
    await signing.write(
      path,
      sampleBucket(0),
      ...(invalid as ReturnType<typeof sampleBucket>[]),
      sampleBucket(3),
    );
    expect(await trusted()).toMatchObject({
      ok: true,
      value: expect.stringMatching(
        /2 stored, 2 in conflict.*invalid: 3, the first is number 2 of the file \(entries\)/,
      ),
    });
    expect((await rows()).map((row) => row.start_ms - START_MS)).toEqual([0, 3 * 900_000]);
    expect(outcomesIn(join(made.folder, 'door.receipt.json'))).toEqual([
      'stored',
      'stored',
      'conflict',
      'conflict',
    ]);
  });

  test('more than a batch holds is taken in several', async () => {
    await signing.write(path, ...Array.from({ length: 1_001 }, (_, slot) => sampleBucket(slot)));
    expect(await trusted()).toMatchObject({ ok: true, value: expect.stringMatching(/1001 stored/) });
    expect(await rows()).toHaveLength(1_001);
  });

  test('what is no export, or not one of ours, is refused in a sentence', async () => {
    await signing.write(path, sampleBucket(0));
    const good = readFileSync(path, 'utf8');
    const text = JSON.stringify({ protocol: 1, kiosk: SAMPLE_REPORT, buckets: [] });
    const fine = await signing.sign([sampleBucket(0)]);
    const forged = await signing.sign([sampleBucket(0, { entries: 90 })]);
    const other = await newSigningKiosk();
    const enrolment = await sign('vestibule-enrolment', text, signing.keys);
    const files: readonly (readonly [content: string, words: RegExp])[] = [
      [good.slice(0, -40), /found no JSON, or only a part/],
      ['', /found no JSON/],
      ['null', /found other JSON/],
      [fileOf(), /found other JSON/],
      [fileOf(fine, await other.sign([sampleBucket(1)])), /found those of two/],
      [fileOf(fine, { ...fine, signature: forged.signature }), /signature does not fit/],
      [JSON.stringify({ type: 'vestibule-receipt' }), /found a receipt/],
      [good.replace('"payload":"ey', '"payload":"ez'), /signature does not fit/],
      [fileOf(enrolment), /signature does not fit/],
      [fileOf(await signing.sign([], { protocol: 2 })), /expected protocol 1, found 2/],
      [fileOf(await signing.sign([], { kiosk: {} })), /In kiosk/],
      [fileOf(await signing.sign([], { buckets: 7 })), /expected a list of 500 buckets/],
      [
        fileOf(await signing.sign(Array.from({ length: 501 }, (_, slot) => sampleBucket(slot)))),
        /500 buckets at most/,
      ],
      [fileOf(await sign('vestibule-export', 'nonsense', signing.keys)), /In protocol/],
    ];
    for (const [content, words] of files) {
      writeFileSync(path, content);
      await expectRefused(words, { trust: { fingerprint: signing.fingerprint, as: { name: 'Back door' } } });
    }
    await expectRefused(/cannot be read/, { path: join(made.folder, 'none.json') });
  });

  test('a receipt that cannot be written is said, and the totals are there', async () => {
    await signing.write(path, sampleBucket(0));
    await trusted();
    expect(await take({ receiptPath: join(made.folder, 'none', 'x.json') })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/totals were taken.*--receipt/),
    });
    expect(await rows()).toHaveLength(1);
  });
});
