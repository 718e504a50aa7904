import { chmodSync } from 'node:fs';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import LibsqlDatabase from 'libsql';

/** How long SQLite waits for another process's write. Short, for it blocks this process; `transaction.ts` tries again. */
const BUSY_MS = 250;

/** A statement without rows and parameters that runs through libsql's `exec`, or not at all unless it is `due`. */
function plainStatement(file: LibsqlDatabase.Database, sql: string, due = () => true): SqliteStatement {
  return {
    reader: false,
    run: () => {
      if (due()) file.exec(sql);
      return { changes: 0, lastInsertRowid: 0 };
    },
    all: () => [],
    iterate: () => [].values(),
  };
}

/**
 * Opens the SQLite file at `path`, or makes it, for its owner only. A commit is on the disk when it is answered. Throws where the
 * file cannot be opened.
 */
export function openSqliteFile(path: string): SqliteDatabase {
  const file = new LibsqlDatabase(path, { timeout: BUSY_MS });
  chmodSync(path, 0o600);
  file.pragma('journal_mode = WAL');
  // FULL, or an answered batch could be lost with the power.
  file.pragma('synchronous = FULL');
  file.pragma('foreign_keys = ON');
  return {
    prepare(sql) {
      // Another process's lock must be met here and by `exec`: libsql leaves a prepared statement that met one open, and with an
      // open statement nothing can commit.
      if (sql === 'begin') return plainStatement(file, 'begin immediate');
      // On a full disk SQLite rolls back by itself; the error of rolling back once more would hide which it was.
      if (sql === 'rollback') return plainStatement(file, sql, () => file.inTransaction);
      return file.prepare(sql);
    },
    close: () => file.close(),
  };
}
