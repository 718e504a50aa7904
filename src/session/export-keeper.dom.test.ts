import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BucketOutcome, SentBucket } from '../domain/batch.ts';
import type { ExportRange, ExportState, ExportWork, TotalsExport } from '../domain/export.ts';
import { fingerprintOf } from '../domain/fingerprint.ts';
import { verify, type Signed, type Verified } from '../domain/signed.ts';
import { initialSnapshot } from '../state/snapshot.ts';
import { createState, type State } from '../state/state.ts';
import { addToBucket, NO_INCREMENT } from '../store/buckets.ts';
import type { OpenDatabase } from '../store/database.ts';
import { countRefused } from '../store/due-buckets.ts';
import { createTestDatabases, TEST_CONTEXT } from '../store/store.testing.ts';
import { ExportKeeper } from './export-keeper.ts';

const databases = createTestDatabases();
let open: OpenDatabase;
let state: State;
let keeper: ExportKeeper;
let saved: { readonly file: Blob; readonly name: string }[];

async function start(): Promise<void> {
  state = createState(initialSnapshot('1.2.3', 'camera'));
  keeper = new ExportKeeper(state, open, (file, name) => saved.push({ file, name }));
  await keeper.start();
}

beforeEach(async () => {
  open = await databases.open();
  saved = [];
  await start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  keeper.dispose();
  await databases.dispose();
});

function known(): ExportState {
  const now = state.snapshot().export;
  if (now === undefined) throw new Error('nothing is known of exports');
  return now;
}

async function until(status: ExportWork['status']): Promise<ExportWork> {
  await expect.poll(() => known().work.status, { timeout: 20_000 }).toBe(status);
  return known().work;
}

async function change(...startMinutes: number[]): Promise<void> {
  for (const minute of startMinutes)
    await addToBucket(open, 'main', minute * 60_000, { ...NO_INCREMENT, coverageSec: 1 }, TEST_CONTEXT);
}

/** Exports, and verifies what came out. */
async function exported(range: ExportRange): Promise<TotalsExport & Pick<Verified, 'thumbprint'>> {
  saved = [];
  keeper.act({ type: 'export', range });
  await expect.poll(() => saved, { timeout: 20_000 }).toHaveLength(1);
  await until('exported');
  const signed = JSON.parse((await saved[0]?.file.text()) ?? '') as Signed;
  const verified = await verify('vestibule-export', signed);
  if (verified === undefined) throw new Error('the signature is wrong');
  return { ...(JSON.parse(verified.text) as TotalsExport), thumbprint: verified.thumbprint };
}

/** A receipt as a collector writes it. */
function receiptFor(
  key: string,
  buckets: readonly SentBucket[],
  outcome: BucketOutcome,
  change: object = {},
): File {
  const results = buckets.map(({ entrance, epoch, startMs, revision }) => {
    return { entrance, epoch, startMs, revision, outcome };
  });
  const receipt = { type: 'vestibule-receipt', protocol: 1, key, exportedMs: 1, importedMs: 2, results };
  return new File([JSON.stringify({ ...receipt, ...change })], 'door.receipt.json');
}

test('what is due is exported as a signed file, and stays due', async () => {
  await change(0, 1);
  await addToBucket(open, 'demo', 0, { ...NO_INCREMENT, coverageSec: 1 }, TEST_CONTEXT);
  const { kiosk, buckets, thumbprint } = await exported('due');
  expect(known()).toMatchObject({ fingerprint: fingerprintOf(thumbprint), dueCount: 2 });
  expect(kiosk).toMatchObject({ softwareVersion: '1.2.3', tier: 'wgsl', dueCount: 2 });
  expect(buckets.map(({ entrance, startMs, revision }) => [entrance, startMs, revision])).toEqual([
    ['main', 0, 1],
    ['main', 60_000, 1],
  ]);
  expect(Object.keys(buckets[0] ?? {}).toSorted()).toEqual(
    'coverageSec dwellBins entrance entries epoch exits latencyBins man meanFrameRate missing model revision settingsVersion slotMs softwareVersion startMs tier undetermined woman'.split(
      ' ',
    ),
  );
  expect(saved[0]?.name).toMatch(/^vestibule-main-\d{4}-\d\d-\d\d-\d{6}\.json$/);
  expect(known().work).toMatchObject({
    fileName: saved[0]?.name,
    bytes: saved[0]?.file.size,
    bucketCount: 2,
  });
  expect((await exported('due')).buckets).toEqual(buckets);
});

test('its key stays the same when the kiosk starts anew', async () => {
  const { fingerprint } = known();
  expect(fingerprint).toMatch(/^(?:\w{5}-){3}\w{5}$/);
  keeper.dispose();
  await start();
  expect(known().fingerprint).toBe(fingerprint);
});

test('a receipt settles exactly what it names; what has changed since is exported again', async () => {
  await change(0, 1, 2, 3);
  const { buckets, thumbprint } = await exported('due');
  await change(1);
  const [first, second, third] = buckets;
  if (!first || !second || !third) throw new Error('too few');
  keeper.act({ type: 'read-receipt', file: receiptFor(thumbprint, [first, second, third], 'stored') });
  expect(await until('receipt-read')).toMatchObject({ confirmedCount: 3, refusedCount: 0 });
  const again = await exported('due');
  expect(again.buckets.map(({ startMs, revision }) => [startMs, revision])).toEqual([
    [60_000, 2],
    [180_000, 1],
  ]);
  expect((await exported('all')).buckets).toHaveLength(4);
});

test('what a collector did not take is put aside, and said', async () => {
  await change(0, 1);
  const { buckets, thumbprint } = await exported('due');
  keeper.act({ type: 'read-receipt', file: receiptFor(thumbprint, buckets, 'conflict') });
  expect(await until('receipt-read')).toMatchObject({ confirmedCount: 0, refusedCount: 2 });
  expect(await countRefused(open.database, 'main')).toBe(2);
  expect(await open.database.getAll('buckets')).toMatchObject([{ acknowledged: 0 }, { acknowledged: 0 }]);
});

const OTHER_KEY = 'A'.repeat(43);

test('a wrong file changes nothing, and says its name, what was expected and what to do', async () => {
  await change(0);
  const { buckets, thumbprint } = await exported('due');
  const before = await open.database.getAll('buckets');
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
    [new File([saved[0]?.file ?? ''], 'door.json'), /^door\.json: expected a receipt, found an export/],
    [receiptFor(thumbprint, buckets, 'stored', { protocol: 2 }), /of another version/],
    [receiptFor(thumbprint, buckets, 'stored', { results: [{}] }), /a damaged one/],
    [receiptFor('no key', buckets, 'stored'), /a damaged one/],
    [new File(['null'], 'null.json'), /found something else/],
    [new File([new Uint8Array([0, 255, 254])], 'picture.png'), /^picture\.png: .*found no JSON/],
  ];
  for (const [file, words] of wrong) {
    keeper.act({ type: 'read-receipt', file });
    await expect.poll(() => known().work).toMatchObject({ message: expect.stringMatching(words) });
    expect(known().work).toMatchObject({
      status: 'trouble',
      message: expect.stringMatching(/Nothing was changed\.$/),
    });
    expect(await open.database.getAll('buckets')).toEqual(before);
  }
  keeper.act({ type: 'read-receipt', file: good });
  await until('receipt-read');
  await expect.poll(() => known().dueCount).toBe(0);
});

test('a receipt for slots that this kiosk never had changes nothing', async () => {
  await change(0);
  const { buckets, thumbprint } = await exported('due');
  const before = await open.database.getAll('buckets');
  const foreign = buckets.map((bucket) => ({ ...bucket, epoch: 'another' }));
  const newer = buckets.map((bucket) => ({ ...bucket, revision: 9 }));
  keeper.act({ type: 'read-receipt', file: receiptFor(thumbprint, [...foreign, ...newer], 'stored') });
  await until('receipt-read');
  expect(await open.database.getAll('buckets')).toEqual(before);
});

test('while it works it says how far it is, and takes no other work', async () => {
  await change(...Array.from({ length: 1_100 }, (_, minute) => minute));
  const seen = new Set<number>();
  const stop = state.subscribe(() => {
    const { work } = known();
    if (work.status === 'exporting') seen.add(work.doneCount);
  });
  keeper.act({ type: 'export', range: 'due' });
  keeper.act({ type: 'export', range: 'all' });
  await until('exported');
  stop();
  expect([...seen]).toEqual([0, 500, 1_000, 1_100]);
  expect(saved).toHaveLength(1);
});

test('a closed database is trouble, and the next try may be better', async () => {
  await change(0);
  open.database.close();
  keeper.act({ type: 'export', range: 'due' });
  expect(await until('trouble')).toMatchObject({ message: expect.stringMatching(/Nothing is lost/) });
  expect(saved).toEqual([]);
});

test('a browser that cannot sign says so, and counts on', async () => {
  keeper.dispose();
  open = await databases.open();
  vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'));
  await start();
  expect(known()).toMatchObject({ fingerprint: undefined, work: { status: 'trouble' } });
  keeper.act({ type: 'export', range: 'all' });
  await expect.poll(() => known().work).toMatchObject({ message: expect.stringMatching(/cannot sign/) });
  expect(saved).toEqual([]);
});
