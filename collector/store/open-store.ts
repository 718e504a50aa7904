/** `collector/store` keeps kiosks, one-time codes and buckets in SQLite or PostgreSQL, through one subset of SQL. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect, SqliteAdapter, SqliteDialect } from 'kysely';
import { Pool, types } from 'pg';
import { bad, good, messageOf, type Outcome } from '../../tools/command-line.ts';
import { migrate } from './migrations.ts';
import type { Tables } from './schema.ts';
import { openSqliteFile } from './sqlite-file.ts';

const CONNECT_MS = 5_000;
const STATEMENT_MS = 20_000;
const MOST_CONNECTIONS = 10;
/** PostgreSQL's number for its type int8. */
const INT8 = 20;

/** Where the data is: a folder for a SQLite file, or the address of a PostgreSQL database. */
export type StorePlace = { readonly folder: string } | { readonly databaseUrl: string };

/** An open database with up-to-date tables; whoever opened it disposes of it. */
export interface OpenStore {
  readonly database: Kysely<Tables>;
  dispose(): Promise<void>;
}

function openSqlite(folder: string): Kysely<Tables> {
  // Token hashes and counts are nobody else's on this machine.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = openSqliteFile(join(folder, 'collector.sqlite'));
  return new Kysely<Tables>({ dialect: new WholeMigrationsDialect({ database }) });
}

/** SQLite can change tables within a transaction, which Kysely does not count on: a migration that is cut off must leave nothing behind. */
class WholeMigrationsDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new (class extends SqliteAdapter {
      override get supportsTransactionalDdl(): boolean {
        return true;
      }
    })();
  }
}

function openPostgres(databaseUrl: string, statementMs = STATEMENT_MS): Kysely<Tables> {
  // A scan of a whole small table counts as reading all of its rows, and then serialisable transactions of any two kiosks collide.
  const settings = `SET statement_timeout = ${statementMs}; SET enable_seqscan = off`;
  const pool = new Pool({
    connectionString: databaseUrl,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    // Not Kysely's hook: where that one fails, the pool never gets its connection back.
    onConnect: (client) => client.query(settings),
    types: {
      // An int8 comes as text, because it can be above 2^53; ours never are. Only for this pool: pg's own table is global.
      getTypeParser: ((type: number, format?: 'text' | 'binary') =>
        type === INT8 ? Number : types.getTypeParser(type, format)) as typeof types.getTypeParser,
    },
  });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  // So does one that breaks within a transaction, between two statements; the next statement fails and says so.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** Connects to the database at `place`, whatever tables it has. Throws where it cannot be opened. */
export function connect(place: StorePlace): Kysely<Tables> {
  return 'folder' in place ? openSqlite(place.folder) : openPostgres(place.databaseUrl);
}

/** An index of a large table may take longer than any statement of a running collector may. */
const NO_LIMIT_MS = 0;

/** Brings tables up to date on a connection of its own, without the limit. */
async function migratePostgres(databaseUrl: string): Promise<void> {
  const database = openPostgres(databaseUrl, NO_LIMIT_MS);
  try {
    await migrate(database);
  } finally {
    await database.destroy();
  }
}

/** Opens the database at `place` and brings its tables up to date; a sentence when that is not possible. */
export async function openStore(place: StorePlace): Promise<Outcome<OpenStore>> {
  try {
    if ('databaseUrl' in place) await migratePostgres(place.databaseUrl);
    const database = connect(place);
    // SQLite knows no limit, and Kysely closes only what was used.
    if ('folder' in place) await migrate(database);
    return good({ database, dispose: () => database.destroy() });
  } catch (error) {
    // A folder that cannot be written and a database that does not answer are expected; both libraries throw.
    const what = 'folder' in place ? `in the folder ${place.folder}` : 'named by DATABASE_URL';
    return bad(`the database ${what} cannot be opened: ${messageOf(error)}`);
  }
}
