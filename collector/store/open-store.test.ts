import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startPostgresProxy } from '../testing/postgres-proxy.testing.ts';
import { startPostgres, type TestPostgres } from '../testing/postgres.testing.ts';
import { openTestStore } from '../testing/stores.testing.ts';
import { isUnavailable } from './transaction.ts';

const LONG_MS = 60_000;
/** More than a pool has connections. */
const MANY = 12;
/** Long enough for the news of an ended connection to arrive through a socket of this machine. */
const NEWS_MS = 200;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, LONG_MS);
afterAll(() => postgres.dispose(), LONG_MS);

test(
  'a connection that breaks between two statements of a transaction fails the next statement as a database that is away, and nothing else',
  async () => {
    const { database, dispose } = await openTestStore({ databaseUrl: await postgres.newDatabase() });
    // An error that is nobody's would end the collector; here it would fail the whole run.
    const broken = database.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(transaction);
      await sql`SELECT pg_terminate_backend(${rows[0]?.pid ?? 0})`.execute(database);
      await new Promise((resolve) => setTimeout(resolve, NEWS_MS));
      await sql`SELECT 1`.execute(transaction);
    });
    await expect(broken).rejects.toSatisfy(isUnavailable);
    expect((await sql`SELECT 1 AS one`.execute(database)).rows).toEqual([{ one: 1 }]);
    await dispose();
  },
  LONG_MS,
);

test(
  'connections that break before they are set up leave their places in the pool to others',
  async () => {
    const proxy = await startPostgresProxy(await postgres.newDatabase());
    onTestFinished(proxy.dispose);
    const { database, dispose } = await openTestStore(proxy);
    onTestFinished(dispose);
    proxy.breakAt('SET enable_seqscan');
    for (let count = 0; count < MANY; count += 1)
      await expect(sql`SELECT 1`.execute(database)).rejects.toSatisfy(isUnavailable);
    proxy.breakAt(undefined);
    const { rows } = await sql`SHOW enable_seqscan`.execute(database);
    expect(rows).toEqual([{ enable_seqscan: 'off' }]);
  },
  LONG_MS,
);
