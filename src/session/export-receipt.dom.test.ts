import { expect, test } from 'vitest';
import type { BucketOutcome, SentBucket } from '../domain/batch.ts';
import { countRefused } from '../store/due-buckets.ts';
import { countIn, eachExport, exported, known, until } from './export-keeper.testing.ts';

const context = eachExport();

/** A receipt as a collector writes it. */
function receiptFor(
  key: string,
  buckets: readonly SentBucket[],
  outcome: BucketOutcome,
  changes: object = {},
): File {
  const results = buckets.map(({ entrance, epoch, startMs, revision }) => {
    return { entrance, epoch, startMs, revision, outcome };
  });
  const receipt = { type: 'vestibule-receipt', protocol: 1, key, exportedMs: 1, importedMs: 2, results };
  return new File([JSON.stringify({ ...receipt, ...changes })], 'door.receipt.json');
}

test('a receipt settles exactly what it names; what has changed since is exported again', async () => {
  await countIn(context, 0, 1, 2, 3);
  const { buckets, thumbprint } = await exported(context, 'due');
  await countIn(context, 1);
  const [first, second, third] = buckets;
  if (!first || !second || !third) throw new Error('too few');
  context.keeper.act({
    type: 'read-receipt',
    file: receiptFor(thumbprint, [first, second, third], 'stored'),
  });
  expect(await until(context, 'receipt-read')).toMatchObject({ confirmedCount: 3, refusedCount: 0 });
  const again = await exported(context, 'due');
  expect(again.buckets.map(({ startMs, revision }) => [startMs, revision])).toEqual([
    [60_000, 2],
    [180_000, 1],
  ]);
  expect((await exported(context, 'all')).buckets).toHaveLength(4);
});

// `stale` of a kiosk's newest revision: the collector keeps no slots of that time, or has another kiosk's.
test.each(['conflict', 'stale'] as const)(
  'what a collector did not take (%s) is put aside, and said',
  async (outcome) => {
    await countIn(context, 0, 1);
    const { buckets, thumbprint } = await exported(context, 'due');
    context.keeper.act({ type: 'read-receipt', file: receiptFor(thumbprint, buckets, outcome) });
    expect(await until(context, 'receipt-read')).toMatchObject({ confirmedCount: 0, refusedCount: 2 });
    expect(await countRefused(context.open.database, 'main')).toBe(2);
    expect(await context.open.database.getAll('buckets')).toMatchObject([
      { acknowledged: 0 },
      { acknowledged: 0 },
    ]);
  },
);

const OTHER_KEY = 'A'.repeat(43);

test('a wrong file changes nothing, and says its name, what was expected and what to do', async () => {
  await countIn(context, 0);
  const { buckets, thumbprint } = await exported(context, 'due');
  const before = await context.open.database.getAll('buckets');
  const good = receiptFor(thumbprint, buckets, 'stored');
  const wrong: readonly (readonly [file: File, words: RegExp])[] = [
    [
      receiptFor(OTHER_KEY, buckets, 'stored'),
      /expected a receipt for this kiosk \(.{23}\), found one for another/,
    ],
    [
      new File([(await good.text()).slice(0, -9)], 'half.json'),
      /^half\.json: expected a receipt, found no JSON/,
    ],
    [
      new File([context.saved[0]?.file ?? ''], 'door.json'),
      /^door\.json: expected a receipt, found an export/,
    ],
    [receiptFor(thumbprint, buckets, 'stored', { protocol: 2 }), /of another version/],
    [receiptFor(thumbprint, buckets, 'stored', { results: [{}] }), /a damaged one/],
    [receiptFor('no key', buckets, 'stored'), /a damaged one/],
    [new File(['null'], 'null.json'), /found something else/],
    [new File([new Uint8Array([0, 255, 254])], 'picture.png'), /^picture\.png: .*found no JSON/],
  ];
  for (const [file, words] of wrong) {
    context.keeper.act({ type: 'read-receipt', file });
    await expect.poll(() => known(context).work).toMatchObject({ message: expect.stringMatching(words) });
    expect(known(context).work).toMatchObject({
      status: 'trouble',
      message: expect.stringMatching(/Nothing was changed\.$/),
    });
    expect(await context.open.database.getAll('buckets')).toEqual(before);
  }
  context.keeper.act({ type: 'read-receipt', file: good });
  await until(context, 'receipt-read');
  await expect.poll(() => known(context).dueCount).toBe(0);
});

test('a receipt for slots that this kiosk never had changes nothing', async () => {
  await countIn(context, 0);
  const { buckets, thumbprint } = await exported(context, 'due');
  const before = await context.open.database.getAll('buckets');
  const foreign = buckets.map((bucket) => ({ ...bucket, epoch: 'another' }));
  const newer = buckets.map((bucket) => ({ ...bucket, revision: 9 }));
  context.keeper.act({
    type: 'read-receipt',
    file: receiptFor(thumbprint, [...foreign, ...newer], 'stored'),
  });
  await until(context, 'receipt-read');
  expect(await context.open.database.getAll('buckets')).toEqual(before);
});
