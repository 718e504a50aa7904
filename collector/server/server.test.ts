import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BatchAnswer, EnrolmentAnswer, Refusal, SentBucket } from '../../src/domain/batch.ts';
import { sampleBatch, sampleBucket } from '../testing/samples.testing.ts';
import { startServer, type TestServer } from '../testing/server.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';
import { addCode, revokeKiosk } from '../store/kiosks.ts';

let server: TestServer;
let token: string;
let remove: () => void;

beforeEach(async () => {
  const made = testFolder();
  remove = made.remove;
  server = await startServer({ folder: made.folder });
  token = await server.newToken();
});

afterEach(async () => {
  await server.dispose();
  remove();
});

async function refusal(response: Response): Promise<Refusal['error'] & { readonly status: number }> {
  expect(response.headers.get('content-type')).toContain('application/json');
  const { error } = (await response.json()) as Refusal;
  expect(error.message).toMatch(/^[A-Z].*\.$/);
  return { ...error, status: response.status };
}

const rowCount = async () =>
  (await server.store.database.selectFrom('buckets').select('digest').execute()).length;

test('answers a batch with one result for each bucket, in their order', async () => {
  const batch = sampleBatch(sampleBucket(1), sampleBucket(0));
  const response = await server.post('/v1/batches', batch, token);
  expect(response.status).toBe(200);
  const answer = (await response.json()) as BatchAnswer;
  expect(Math.abs(answer.serverTimeMs - Date.now())).toBeLessThan(60_000);
  expect(answer.results).toEqual(
    batch.buckets.map(({ entrance, epoch, startMs, revision }) => ({
      entrance,
      epoch,
      startMs,
      revision,
      outcome: 'stored',
    })),
  );
  const again = (await (await server.post('/v1/batches', batch, token)).json()) as BatchAnswer;
  expect(again.results.map(({ outcome }) => outcome)).toEqual(['same', 'same']);
});

test('takes a batch without buckets as a sign of life', async () => {
  expect((await server.post('/v1/batches', sampleBatch(), token)).status).toBe(200);
});

test.each([
  [200, {}],
  [200, { oldestDueStartMs: null }],
  [422, { oldestDueStartMs: '-1' }],
  [422, { oldestDueStartMs: Number.MAX_SAFE_INTEGER }],
  [422, { sentAtMs: Date.UTC(10_000, 0) }],
])('answers %i to a report of what waits: %j', async (status, said) => {
  const { oldestDueStartMs: _, ...report } = sampleBatch().kiosk;
  const batch = { ...sampleBatch(), kiosk: { ...report, ...said } };
  expect((await server.post('/v1/batches', batch, token)).status).toBe(status);
});

test('enrols one of two kiosks that use a code at once, and refuses the rest alike', async () => {
  const code = await addCode(server.store.database, 'North door', Date.now());
  const old = await addCode(server.store.database, 'Old door', Date.now() - 2 * 86_400_000);
  const try_ = (it: string) => server.post('/v1/enrolments', { protocol: 1, code: it });
  const both = await Promise.all([try_(code), try_(code)]);
  const won = both.find(({ status }) => status === 201);
  const answer = (await won?.json()) as EnrolmentAnswer;
  expect(answer).toMatchObject({ protocol: 1, name: 'North door' });
  expect((await server.post('/v1/batches', sampleBatch(), answer.token)).status).toBe(200);
  const lost = both.filter((response) => response !== won);
  const refused = await Promise.all(
    [...lost, await try_(code), await try_(old), await try_('NONE')].map(refusal),
  );
  for (const one of refused) expect(one).toEqual(refused[0]);
  expect(refused[0]).toMatchObject({ status: 401, kind: 'unknown-code' });
});

test('rotates a token: the new one ends the old one', async () => {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${server.url}/v1/token`, { method: 'POST', headers });
  expect(response.status).toBe(200);
  const { token: next } = (await response.json()) as EnrolmentAnswer;
  const send = async (shown: string) => (await server.post('/v1/batches', sampleBatch(), shown)).status;
  expect([await send(token), await send(next), await send(token)]).toEqual([200, 200, 401]);
});

test('refuses an unknown token and a revoked kiosk', async () => {
  for (const shown of [undefined, 'x', `${token.slice(0, -1)}!`, token.slice(0, -1)])
    expect(await refusal(await server.post('/v1/batches', sampleBatch(sampleBucket()), shown))).toMatchObject(
      {
        status: 401,
        kind: 'unknown-token',
      },
    );
  await revokeKiosk(server.store.database, token.split('.')[0] ?? '', Date.now());
  for (const path of ['/v1/batches', '/v1/token'])
    expect(await refusal(await server.post(path, sampleBatch(sampleBucket()), token))).toMatchObject({
      status: 403,
      kind: 'revoked',
    });
  expect(await rowCount()).toBe(0);
});

const WRONG: readonly [string, object][] = [
  ['entries', { entries: -1 }],
  ['entries', { entries: 1.5 }],
  ['entries', { entries: 2 ** 53 }],
  ['entries', { entries: '7' }],
  ['entries', { entries: 6 }],
  ['exits', { exits: null }],
  ['startMs', { startMs: 1 }],
  ['slotMs', { slotMs: 59_999, startMs: 0 }],
  ['slotMs', { slotMs: 3_600_001, startMs: 0 }],
  ['revision', { revision: 0 }],
  ['entrance', { entrance: '' }],
  ['entrance', { entrance: 'x'.repeat(129) }],
  ['epoch', { epoch: 'a\u0000b' }],
  ['epoch', { epoch: '\ud800' }],
  ['model', { model: undefined }],
  ['acknowledged', { acknowledged: 0 }],
  ['missing.sleep', { missing: { sleep: 1 } }],
  ['missing.gpu', { missing: { gpu: -1 } }],
  ['dwellBins.1', { dwellBins: [1, -1] }],
  ['latencyBins', { latencyBins: Array.from({ length: 65 }, () => 0) }],
  ['coverageSec', { coverageSec: -0.5 }],
];

test.each(WRONG)('refuses a whole batch for a wrong %s: %j', async (field, changes) => {
  const wrong = { ...sampleBucket(1), ...changes } as SentBucket;
  const response = await server.post('/v1/batches', sampleBatch(sampleBucket(0), wrong), token);
  expect(await refusal(response)).toMatchObject({ status: 422, kind: 'invalid-batch', bucket: 1, field });
  expect(await rowCount()).toBe(0);
});

test('says what it expected and what it found', async () => {
  const { message } = await refusal(
    await server.post('/v1/batches', sampleBatch(sampleBucket(0, { exits: -3 })), token),
  );
  expect(message).toBe(
    'In bucket 0, exits: expected a number >= 0, found -3. Nothing of this body was taken.',
  );
});

test('refuses numbers that are none', async () => {
  const text = JSON.stringify(sampleBatch(sampleBucket())).replace('14.75', '1e999');
  expect(await refusal(await server.post('/v1/batches', text, token))).toMatchObject({
    field: 'meanFrameRate',
  });
});

test.each([
  [400, 'invalid-json', '{'],
  [400, 'invalid-json', ''],
  [400, 'invalid-json', '{"__proto__": {}}'],
  [422, 'invalid-batch', '[]'],
  [422, 'invalid-batch', 'null'],
  [422, 'invalid-batch', { ...sampleBatch(), protocol: '1' }],
  [422, 'invalid-batch', { ...sampleBatch(), more: 1 }],
  [409, 'unknown-protocol', { ...sampleBatch(), protocol: 2 }],
  [413, 'too-large', sampleBatch(...Array.from({ length: 501 }, (_, slot) => sampleBucket(slot)))],
  [413, 'too-large', ' '.repeat(1_048_577)],
])('refuses with %i %s', async (status, kind, body) => {
  expect(await refusal(await server.post('/v1/batches', body, token))).toMatchObject({ status, kind });
  expect(await rowCount()).toBe(0);
});

test('refuses other content types', async () => {
  for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x']) {
    const headers = { 'content-type': type, authorization: `Bearer ${token}` };
    const response = await server.post('/v1/batches', sampleBatch(), token, { headers });
    expect(await refusal(response)).toMatchObject({ status: 415, kind: 'unknown-content-type' });
  }
});

test('refuses an enrolment that is none, unknown addresses and methods', async () => {
  const wrong = await server.post('/v1/enrolments', { protocol: 1, code: 5 });
  expect(await refusal(wrong)).toMatchObject({ status: 422, kind: 'invalid-enrolment', field: 'code' });
  expect(await refusal(await server.post('/v1/nothing', {}))).toMatchObject({
    status: 404,
    kind: 'unknown-route',
  });
  expect(await refusal(await fetch(`${server.url}/v1/batches`))).toMatchObject({ status: 404 });
});

test('answers what is not HTTP with a refusal', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.end('nonsense\r\n\r\n');
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1.1 400 [\s\S]*"kind":"bad-request"/);
});
