import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import type { Refusal } from '../../src/domain/batch.ts';
import { startPostgres } from '../testing/postgres.testing.ts';
import { sampleBatch, sampleBucket } from '../testing/samples.testing.ts';
import { startServer } from '../testing/server.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';

test.each([
  ['/v1/enrolments', '{', 'invalid-json', 'The body is not JSON'],
  ['/v1/enrolments', '', 'invalid-json', 'There is no body'],
  ['/v1/%zz', '{}', 'bad-request', 'The request is not understood'],
])('says of %s with the body "%s" what is wrong with it', async (path, body, kind, words) => {
  const { folder, remove } = testFolder();
  onTestFinished(remove);
  const server = await startServer({ folder });
  onTestFinished(server.dispose);
  const response = await server.post(path, body);
  const { error } = (await response.json()) as Refusal;
  expect([response.status, error.kind]).toEqual([400, kind]);
  expect(error.message).toContain(words);
});

test('logs where it failed, and not what a database quotes of what was sent', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.dispose());
  const server = await startServer({ databaseUrl: await postgres.newDatabase() });
  onTestFinished(server.dispose);
  await sql`ALTER TABLE buckets ALTER COLUMN entrance TYPE integer USING 0`.execute(server.store.database);
  const batch = sampleBatch(sampleBucket(0, { entrance: 'secret-entrance' }));
  expect((await server.post('/v1/batches', batch, await server.newToken())).status).toBe(500);
  const [failed = ''] = server
    .log()
    .split('\n')
    .filter((line) => line.includes('a request failed'));
  expect(JSON.parse(failed)).toMatchObject({ code: '22P02' });
  expect(failed).toContain('store/buckets.ts');
  expect(server.log()).not.toContain('secret-entrance');
}, 60_000);
