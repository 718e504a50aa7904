import { Migrator, type Kysely, type Migration } from 'kysely';
import { ADMIN_AND_OUTBOX } from './migration-0002.ts';

/** How often a process tries again when another one migrates the same new database. */
const ATTEMPTS = 5;
const PAUSE_MS = 200;

async function makeKiosks(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('kiosks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull())
    .addColumn('previous_token_hash', 'text')
    .addColumn('previous_expires_ms', 'bigint')
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('revoked_ms', 'bigint')
    .addColumn('last_contact_ms', 'bigint')
    .addColumn('software_version', 'text')
    .addColumn('tier', 'text')
    .addColumn('time_zone', 'text')
    .addColumn('due_count', 'bigint')
    .addColumn('clock_skew_ms', 'bigint')
    .execute();
}

async function makeEnrolmentCodes(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('enrolment_codes')
    .addColumn('code_hash', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .addColumn('used_ms', 'bigint')
    .execute();
}

async function makeBuckets(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('buckets')
    .addColumn('entrance', 'text', (column) => column.notNull())
    .addColumn('epoch', 'text', (column) => column.notNull())
    .addColumn('start_ms', 'bigint', (column) => column.notNull())
    .addColumn('kiosk', 'text', (column) => column.notNull().references('kiosks.id'))
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('received_ms', 'bigint', (column) => column.notNull())
    .addColumn('slot_ms', 'bigint', (column) => column.notNull())
    .addColumn('entries', 'bigint', (column) => column.notNull())
    .addColumn('exits', 'bigint', (column) => column.notNull())
    .addColumn('woman', 'bigint', (column) => column.notNull())
    .addColumn('man', 'bigint', (column) => column.notNull())
    .addColumn('undetermined', 'bigint', (column) => column.notNull())
    .addColumn('dwell_bins', 'text', (column) => column.notNull())
    .addColumn('coverage_sec', 'double precision', (column) => column.notNull())
    .addColumn('missing', 'text', (column) => column.notNull())
    .addColumn('software_version', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('settings_version', 'bigint', (column) => column.notNull())
    .addColumn('tier', 'text', (column) => column.notNull())
    .addColumn('mean_frame_rate', 'double precision', (column) => column.notNull())
    .addColumn('latency_bins', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('buckets_key', ['entrance', 'epoch', 'start_ms'])
    .execute();
}

/** Never change one that was released; add another. They run in the order of their names. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-kiosks-codes-buckets': {
    async up(database: Kysely<unknown>) {
      await makeKiosks(database);
      await makeEnrolmentCodes(database);
      await makeBuckets(database);
    },
  },
  '0002-admin-and-outbox': ADMIN_AND_OUTBOX,
  '0003-kiosk-keys': {
    async up(database: Kysely<unknown>) {
      await database.schema.alterTable('kiosks').addColumn('key_thumbprint', 'text').execute();
      await database.schema
        .createIndex('kiosks_by_key')
        .unique()
        .on('kiosks')
        .column('key_thumbprint')
        .execute();
    },
  },
};

/**
 * Brings the tables of `database` up to date, or only as far as the migration `last`. Throws what the database threw.
 */
export async function migrate<T>(database: Kysely<T>, last?: string): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => MIGRATIONS } });
  for (let attempt = 1; ; attempt += 1) {
    const { error } = await (last === undefined ? migrator.migrateToLatest() : migrator.migrateTo(last));
    if (error === undefined) return;
    if (attempt === ATTEMPTS) throw error;
    // SQLite has no lock for migrations: of two processes that start on a new file at once, one loses and then finds all done.
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * Math.random() * attempt));
  }
}
