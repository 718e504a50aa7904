import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EnrolmentAnswer } from '../../src/domain/batch.ts';
import { sign, type Signed } from '../../src/domain/signed.ts';
import { importFile } from '../import/import-file.ts';
import { addCode, listKiosks, revokeKiosk } from '../store/kiosks.ts';
import { newSigningKiosk, type SigningKiosk } from '../testing/exports.testing.ts';
import { sampleBatch, sampleBucket } from '../testing/samples.testing.ts';
import { startServer, type TestServer } from '../testing/server.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';

let made: ReturnType<typeof testFolder>;
let server: TestServer;
let signing: SigningKiosk;

beforeEach(async () => {
  made = testFolder();
  server = await startServer({ folder: made.folder });
  signing = await newSigningKiosk();
});
afterEach(async () => {
  await server.dispose();
  made.remove();
});

async function enrol(name: string, prove: (code: string) => Promise<Signed>): Promise<Response> {
  const code = await addCode(server.store.database, name, Date.now());
  return server.post('/v1/enrolments', { protocol: 1, code, proof: await prove(code) });
}

const ownProof = (code: string) => sign('vestibule-enrolment', code, signing.keys);

async function enrolled(name: string): Promise<EnrolmentAnswer> {
  const answer = await enrol(name, ownProof);
  expect(answer.status).toBe(201);
  return (await answer.json()) as EnrolmentAnswer;
}

test('a kiosk that proves its key may send by network and by file, in turn', async () => {
  const { token } = await enrolled('East door');
  await server.post('/v1/batches', sampleBatch(sampleBucket(0)), token);
  const path = await signing.write(join(made.folder, 'door.json'), sampleBucket(0), sampleBucket(1));
  expect(await importFile(server.store, { path }, Date.now())).toMatchObject({
    ok: true,
    value: expect.stringMatching(/East door.*1 stored, 1 known already/),
  });
  const answer = await server.post('/v1/batches', sampleBatch(sampleBucket(1)), token);
  expect(await answer.json()).toMatchObject({ results: [{ outcome: 'same' }] });
});

test('a kiosk that enrols once more stays the same kiosk, with the new name and a new token alone', async () => {
  const first = await enrolled('East door');
  await server.post('/v1/batches', sampleBatch(sampleBucket(0)), first.token);
  const second = await enrolled('North door');
  expect(second.kiosk).toBe(first.kiosk);
  const again = sampleBatch(sampleBucket(0, { revision: 4 }));
  expect((await server.post('/v1/batches', again, first.token)).status).toBe(401);
  const answer = await server.post('/v1/batches', again, second.token);
  expect(await answer.json()).toMatchObject({ results: [{ outcome: 'stored' }] });
  expect(await listKiosks(server.store.database)).toMatchObject([{ name: 'North door' }]);
});

test('a kiosk that was trusted by its file is the same one when a network comes', async () => {
  const path = await signing.write(join(made.folder, 'door.json'), sampleBucket(0));
  const trust = { fingerprint: signing.fingerprint, as: { name: 'East door' } };
  await importFile(server.store, { path, trust }, Date.now());
  const { token } = await enrolled('East door');
  const answer = await server.post('/v1/batches', sampleBatch(sampleBucket(0)), token);
  expect(await answer.json()).toMatchObject({ results: [{ outcome: 'same' }] });
});

test('a revoked kiosk that is enrolled again is another one, and takes its key along', async () => {
  const first = await enrolled('East door');
  await revokeKiosk(server.store.database, first.kiosk, Date.now());
  const second = await enrolled('East door');
  expect(second.kiosk).not.toBe(first.kiosk);
  const kiosks = await listKiosks(server.store.database);
  expect(new Map(kiosks.map(({ id, key_thumbprint: key }) => [id, key]))).toEqual(
    new Map([
      [first.kiosk, null],
      [second.kiosk, signing.thumbprint],
    ]),
  );
});

test('nobody gets the kiosk of a key that he does not have', async () => {
  const { kiosk } = await enrolled('East door');
  const seen = await ownProof('an old code');
  const exported = await signing.sign([]);
  const proofs: readonly ((code: string) => Promise<Signed>)[] = [
    async () => seen,
    async () => exported,
    async (code) => ({ ...(await ownProof(code)), signature: seen.signature }),
  ];
  for (const prove of proofs) {
    const answer = await enrol('West door', prove);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ error: { kind: 'invalid-enrolment', field: 'proof' } });
  }
  expect((await listKiosks(server.store.database)).map(({ id }) => id)).toEqual([kiosk]);
});
