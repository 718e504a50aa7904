import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../testing/postgres.testing.ts';
import { openTestStore } from '../testing/stores.testing.ts';

const LONG_MS = 60_000;
/** Long enough for the news of an ended connection to arrive through a socket of this machine. */
const NEWS_MS = 200;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, LONG_MS);
afterAll(() => postgres.dispose(), LONG_MS);

test(
  'a connection that breaks between two statements of a transaction fails the next statement, and nothing else',
  async () => {
    const { database, dispose } = await openTestStore({ databaseUrl: await postgres.newDatabase() });
    // An error that is nobody's would end the collector; here it would fail the whole run.
    const broken = database.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(transaction);
      await sql`SELECT pg_terminate_backend(${rows[0]?.pid ?? 0})`.execute(database);
      await new Promise((resolve) => setTimeout(resolve, NEWS_MS));
      await sql`SELECT 1`.execute(transaction);
    });
    await expect(broken).rejects.toThrow();
    expect((await sql`SELECT 1 AS one`.execute(database)).rows).toEqual([{ one: 1 }]);
    await dispose();
  },
  LONG_MS,
);
