import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { describeEachStore, newKiosk, NOW_MS } from '../testing/each-store.testing.ts';
import { SAMPLE_REPORT, sampleBucket, START_MS } from '../testing/samples.testing.ts';
import { openTestStore } from '../testing/stores.testing.ts';
import { storeBuckets } from './buckets.ts';
import { listKiosks } from './kiosks.ts';
import { migrate } from './migrations.ts';
import { connect } from './open-store.ts';

const FIRST = '0001-kiosks-codes-buckets';

describeEachStore(
  (context) => {
    test('leads from the first tables to the newest, with all that is in them', async () => {
      const old = connect(context.place);
      await migrate(old, FIRST);
      const kiosk = { id: 'k1', name: 'East door', token_hash: 'x', created_ms: 1, due_count: 3 };
      await old.insertInto('kiosks').values(kiosk).execute();
      await expect(old.selectFrom('kiosks').select('oldest_due_start_ms').execute()).rejects.toThrow();
      await expect(old.selectFrom('admin_sessions').selectAll().execute()).rejects.toThrow();
      await old.destroy();

      const store = await openTestStore(context.place);
      expect(await listKiosks(store.database)).toMatchObject([
        { id: 'k1', name: 'East door', due_count: 3, oldest_due_start_ms: null },
      ]);
      const contact = { report: SAMPLE_REPORT, atMs: NOW_MS };
      expect(await storeBuckets(store.database, 'k1', [sampleBucket()], contact)).toMatchObject([
        { outcome: 'stored' },
      ]);
      expect(await listKiosks(store.database)).toMatchObject([{ oldest_due_start_ms: START_MS }]);
      await newKiosk(store, 'West door');
      await store.dispose();
    });

    test('what cut a migration off leaves nothing behind, and the next start does all of it', async () => {
      const old = connect(context.place);
      await migrate(old, FIRST);
      // In the way of the second migration's last table but one.
      await sql`CREATE TABLE admin_sessions (x text)`.execute(old);
      await expect(migrate(old)).rejects.toThrow(/admin_sessions/);
      await sql`DROP TABLE admin_sessions`.execute(old);
      await old.destroy();

      const store = await openTestStore(context.place);
      await newKiosk(store, 'West door');
      await store.dispose();
    });
  },
  { empty: true },
);
