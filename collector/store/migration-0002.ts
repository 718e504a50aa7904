import type { Kysely, Migration } from 'kysely';

/** The fleet page: a password, sessions, how old what waits at a kiosk is, and a way to one kiosk's slots by time. */
export const ADMIN_AND_OUTBOX: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema.alterTable('kiosks').addColumn('oldest_due_start_ms', 'bigint').execute();
    await database.schema
      .createTable('admin_password')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('salt', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('cost', 'bigint', (column) => column.notNull())
      .addColumn('block_size', 'bigint', (column) => column.notNull())
      .addColumn('parallelization', 'bigint', (column) => column.notNull())
      .addColumn('set_ms', 'bigint', (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('admin_sessions')
      .addColumn('secret_hash', 'text', (column) => column.primaryKey())
      .addColumn('expires_ms', 'bigint', (column) => column.notNull())
      .execute();
    await database.schema
      .createIndex('buckets_by_kiosk')
      .on('buckets')
      .columns(['kiosk', 'start_ms'])
      .execute();
  },
};
