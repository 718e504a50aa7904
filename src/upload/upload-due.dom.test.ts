import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Batch } from '../domain/batch.ts';
import { addToBucket, NO_INCREMENT } from '../store/buckets.ts';
import { writeCollector } from '../store/collector.ts';
import type { OpenDatabase } from '../store/database.ts';
import { countDue, countRefused } from '../store/due-buckets.ts';
import { createTestDatabases, TEST_CONTEXT } from '../store/store.testing.ts';
import { createTestServers, outcomes, refusal } from './server.testing.ts';
import { uploadDue, type UploadResult } from './upload-due.ts';

const databases = createTestDatabases();
const servers = createTestServers();
let open: OpenDatabase;

beforeEach(async () => {
  open = await databases.open();
});
afterEach(async () => {
  await servers.dispose();
  await databases.dispose();
});

async function change(...startMinutes: number[]): Promise<void> {
  for (const minute of startMinutes)
    await addToBucket(open, 'main', minute * 60_000, { ...NO_INCREMENT, coverageSec: 1 }, TEST_CONTEXT);
}

async function upload(url: string): Promise<UploadResult> {
  const collector = { url, kiosk: 'k1', name: 'East door', token: 'secret' };
  await writeCollector(open.database, collector);
  return uploadDue({ open, collector, softwareVersion: '1.2.3' });
}

async function batches(url: string): Promise<readonly Batch[]> {
  return (await servers.requests(url)).map(({ body }) => JSON.parse(body) as Batch);
}

test('what is due is sent once, with the token and nothing but totals, and is not due any more', async () => {
  await change(0, 1, 2);
  const url = await servers.open(outcomes('stored'));
  expect(await upload(url)).toEqual({ contact: true, trouble: undefined });
  expect(await countRefused(open.database, 'main')).toBe(0);
  expect(await countDue(open.database, 'main')).toBe(0);
  const [request] = await servers.requests(url);
  expect(request).toMatchObject({ path: '/v1/batches', authorization: 'Bearer secret' });
  const [batch] = await batches(url);
  expect(batch).toMatchObject({
    protocol: 1,
    kiosk: { softwareVersion: '1.2.3', tier: 'wgsl', dueCount: 3, oldestDueStartMs: 0 },
    buckets: [{ startMs: 0, coverageSec: 1 }, { startMs: 60_000 }, { startMs: 120_000 }],
  });
  expect(Object.keys(batch?.buckets[0] ?? {}).toSorted()).toEqual(
    'coverageSec dwellBins entrance entries epoch exits latencyBins man meanFrameRate missing model revision settingsVersion slotMs softwareVersion startMs tier undetermined woman'.split(
      ' ',
    ),
  );
  expect(await servers.requests(url)).toHaveLength(1);
});

test('with nothing due, the collector is told that the kiosk is there', async () => {
  const url = await servers.open(outcomes('stored'));
  expect(await upload(url)).toMatchObject({ contact: true });
  expect(await batches(url)).toMatchObject([{ kiosk: { dueCount: 0, oldestDueStartMs: null }, buckets: [] }]);
});

test('more than a batch holds goes in several, oldest first', async () => {
  await change(...Array.from({ length: 501 }, (_, minute) => minute));
  const url = await servers.open(outcomes('stored'));
  await upload(url);
  expect((await batches(url)).map(({ buckets }) => buckets.length)).toEqual([500, 1]);
  expect((await batches(url)).map(({ kiosk }) => kiosk.oldestDueStartMs)).toEqual([0, 500 * 60_000]);
});

test('a conflict is counted and put aside', async () => {
  await change(0, 1);
  const url = await servers.open(outcomes('conflict'));
  expect(await upload(url)).toEqual({ contact: true, trouble: undefined });
  expect(await countRefused(open.database, 'main')).toBe(2);
  expect(await open.database.getAll('buckets')).toMatchObject([{ acknowledged: 0 }, { acknowledged: 0 }]);
});

test('a bucket that the collector finds invalid does not keep the others', async () => {
  await change(0, 1, 2);
  const invalid = {
    status: 422,
    body: '{"error":{"kind":"invalid-batch","message":"no","bucket":1}}',
  };
  const url = await servers.open(invalid, outcomes('stored'));
  expect(await upload(url)).toEqual({ contact: true, trouble: undefined });
  expect(await countRefused(open.database, 'main')).toBe(1);
  expect((await batches(url)).map(({ buckets }) => buckets.map(({ startMs }) => startMs))).toEqual([
    [0, 60_000, 120_000],
    [0, 120_000],
  ]);
});

test('a batch that is too large is halved until it passes', async () => {
  await change(0, 1, 2, 3);
  const tooLarge = refusal(413);
  const url = await servers.open(tooLarge, tooLarge, outcomes('stored'));
  expect(await upload(url)).toMatchObject({ contact: true, trouble: undefined });
  expect((await batches(url)).map(({ buckets }) => buckets.length)).toEqual([4, 2, 1, 1, 1, 1]);
});

test('one bucket that is too large alone is put aside', async () => {
  await change(0, 1);
  const url = await servers.open(refusal(413), refusal(413), outcomes('stored'));
  expect(await upload(url)).toEqual({ contact: true, trouble: undefined });
  expect(await countRefused(open.database, 'main')).toBe(1);
  expect(await countDue(open.database, 'main')).toBe(0);
});

const PAGE = '<html>Welcome to our free network</html>';
const LIES = [
  ['another bucket', '{"entrance":"main","epoch":"x","startMs":0,"revision":1,"outcome":"stored"}'],
  ['nothing', ''],
] as const;

test.each([
  ['a captive portal', { headers: { 'content-type': 'text/html' }, body: PAGE }, 'not-a-collector'],
  ['a redirect', { status: 302, headers: { location: 'https://example.org/' } }, 'not-a-collector'],
  ['JSON of somebody else', { body: '{"ok":true}' }, 'not-a-collector'],
  ['a newer protocol', { body: '{"protocol":2,"results":[]}' }, 'not-a-collector'],
  ['half an answer', { ...outcomes('stored'), fault: 'half' }, 'unreachable'],
  ['a broken connection', { fault: 'hang-up' }, 'unreachable'],
  ['an unknown outcome', outcomes('lost'), 'wrong-answer'],
  ...LIES.map(
    ([name, results]) =>
      [`results for ${name}`, { body: `{"protocol":1,"results":[${results}]}` }, 'wrong-answer'] as const,
  ),
  ['401', refusal(401), 'unknown-kiosk'],
  ['401 of somebody else', { status: 401, body: PAGE }, 'not-a-collector'],
  ['403', refusal(403), 'revoked'],
  ['403 of somebody else', { status: 403, body: PAGE }, 'not-a-collector'],
  ['409', refusal(409), 'protocol'],
  ['409 of somebody else', { status: 409, body: PAGE }, 'not-a-collector'],
  ['413 of somebody else', { status: 413 }, 'not-a-collector'],
  ['418', refusal(418), 'unexpected'],
  ['422 without a bucket', refusal(422), 'invalid'],
  ['429', { status: 429, headers: { 'retry-after': '7' } }, 'busy'],
  ['500', { status: 500, body: PAGE }, 'server'],
  ['503', { status: 503 }, 'server'],
] as const)('%s is no success: nothing is acknowledged', async (_name, answer, kind) => {
  await change(0);
  const url = await servers.open(answer);
  const { contact, trouble } = await upload(url);
  expect(contact).toBe(false);
  expect(trouble).toMatchObject({ kind });
  expect(trouble?.message).toMatch(/\.$/);
  expect(await open.database.getAll('buckets')).toMatchObject([{ acknowledged: 0, due: 1 }]);
  if (kind === 'busy') expect(trouble?.retryAfterMs).toBe(7_000);
});

test('nobody at the address is trouble too', async () => {
  const url = await servers.open();
  await servers.dispose();
  expect(await upload(url)).toMatchObject({ contact: false, trouble: { kind: 'unreachable' } });
});

test('what was confirmed before the trouble stays confirmed', async () => {
  await change(...Array.from({ length: 501 }, (_, minute) => minute));
  const url = await servers.open(outcomes('stored'), { status: 500 });
  expect(await upload(url)).toMatchObject({ contact: true, trouble: { kind: 'server' } });
  expect(await countDue(open.database, 'main')).toBe(1);
});

test.each([
  ['left', undefined],
  ['changed for another', { url: 'https://other.example', kiosk: 'k2', name: 'East door', token: 'other' }],
])('nothing is sent to a collector that was %s meanwhile', async (_how, present) => {
  await change(0);
  const url = await servers.open(outcomes('stored'));
  await writeCollector(open.database, present);
  const collector = { url, kiosk: 'k1', name: 'East door', token: 'secret' };
  expect(await uploadDue({ open, collector, softwareVersion: '1.2.3' })).toEqual({
    contact: false,
    trouble: undefined,
  });
  expect(await servers.requests(url)).toEqual([]);
  expect(await countDue(open.database, 'main')).toBe(1);
});
