import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openTestStore, testFolder } from '../testing/stores.testing.ts';
import { addCode, listKiosks } from './kiosks.ts';
import { inTransaction, isUnavailable } from './transaction.ts';

const MORE_THAN_FITS = 'x'.repeat(1_000_000);

test('a transaction that SQLite has ended by itself fails by what ended it', async () => {
  const { folder, remove } = testFolder();
  onTestFinished(remove);
  const { database, dispose } = await openTestStore({ folder });
  onTestFinished(dispose);
  // Stands for a full disk: the file may not become larger.
  await sql`PRAGMA max_page_count = 1`.execute(database);
  const full = inTransaction(database, (transaction) =>
    transaction
      .insertInto('kiosks')
      .values({ id: 'k1', name: MORE_THAN_FITS, token_hash: 'x', created_ms: 1 })
      .execute(),
  );
  await expect(full).rejects.toSatisfy(isUnavailable);
  await expect(full).rejects.toMatchObject({ code: 'SQLITE_FULL' });
  expect(await listKiosks(database)).toEqual([]);
  // The connection is good for the next.
  await sql`PRAGMA max_page_count = 1000000`.execute(database);
  expect(await addCode(database, 'East door', 0)).toMatch(/-/);
});
