import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema.ts';

const ATTEMPTS = 10;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 1_000;

/** Codes of a transaction that lost against another and may be tried again: serialisation failure, deadlock, and SQLite's lock. */
const LOST = /^(?:40001|40P01|SQLITE_BUSY\w*)$/;

/** Codes of a database that cannot answer now: SQLSTATE classes, Node's errors of a connection, SQLite's of a file. */
const UNAVAILABLE =
  /^(?:(?:08|40|53|55|57|58)[0-9A-Z]{3}|E(?:CONN\w+|NOENT|TIMEDOUT|PIPE|HOSTUNREACH|AI_AGAIN)|SQLITE_(?:BUSY|FULL|IOERR|READONLY|CANTOPEN)\w*)$/;

/** What pg and its pool say without a code; the second also of rolling back, in place of what broke the connection. */
const UNAVAILABLE_WORDS =
  /^(?:Connection terminated|Client (?:has encountered a connection error|was closed) and|timeout exceeded when trying)/;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether `error` says that the database cannot answer now, rather than that we asked wrongly. */
export function isUnavailable(error: unknown): boolean {
  if (UNAVAILABLE.test(codeOf(error))) return true;
  return error instanceof Error && UNAVAILABLE_WORDS.test(error.message);
}

/**
 * Runs `work` in one serialisable transaction, and again, after a pause that grows and is random in full, when it lost against
 * another. `work` must do nothing but ask the database. Throws what the database threw: see `isUnavailable`.
 */
export async function inTransaction<T>(
  database: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction().setIsolationLevel('serializable').execute(work);
    } catch (error) {
      // Losing is how transactions take turns.
      if (!LOST.test(codeOf(error)) || attempt === ATTEMPTS) throw error;
    }
    const ceilingMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
    await new Promise((resolve) => setTimeout(resolve, ceilingMs * Math.random()));
  }
}
