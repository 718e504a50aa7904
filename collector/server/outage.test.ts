import { expect, onTestFinished, test } from 'vitest';
import type { BatchAnswer, Refusal } from '../../src/domain/batch.ts';
import { startPostgres } from '../testing/postgres.testing.ts';
import { sampleBatch, sampleBucket } from '../testing/samples.testing.ts';
import { startServer } from '../testing/server.testing.ts';

test('asks to try later while PostgreSQL is away, and goes on when it is back, with all it had', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.dispose());
  const server = await startServer({ databaseUrl: await postgres.newDatabase() });
  onTestFinished(() => server.dispose());
  const token = await server.newToken();
  const send = () => server.post('/v1/batches', sampleBatch(sampleBucket()), token);
  const first = (await (await send()).json()) as BatchAnswer;
  expect(first.results.map(({ outcome }) => outcome)).toEqual(['stored']);

  await postgres.stop();
  for (let count = 0; count < 3; count += 1) {
    const refused = await send();
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(((await refused.json()) as Refusal).error.kind).toBe('unavailable');
  }
  expect((await fetch(`${server.url}/healthz`)).status).toBe(503);

  await postgres.restart();
  const again = (await (await send()).json()) as BatchAnswer;
  expect(again.results.map(({ outcome }) => outcome)).toEqual(['same']);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
}, 120_000);
