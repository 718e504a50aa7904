/** Real databases for tests of the store, each with a name of its own. */
import { deleteDB, openDB, type IDBPDatabase } from 'idb';
import type { Bucket } from '../domain/bucket.ts';
import { NO_INCREMENT, waitingBucket, type BucketContext } from './buckets.ts';
import { isStoreFault, openDatabase, type OnStoreFault, type OpenDatabase } from './database.ts';
import { SCHEMA_VERSION } from './schema.ts';

/** A context that says nothing in particular; slots of one minute. */
export const TEST_CONTEXT: BucketContext = {
  slotMs: 60_000,
  softwareVersion: '1.2.3',
  model: 'mini-xception@1.0.0',
  settingsVersion: 1,
  tier: 'wgsl',
};

/** A whole bucket of which a collector knows nothing, of an epoch called `first`. */
export function bucketOf(change: Partial<Bucket> = {}): Bucket {
  const key = { entrance: 'door', epoch: 'first', startMs: 0 };
  return { ...waitingBucket(key, NO_INCREMENT, TEST_CONTEXT), ...change };
}

/** Writes whatever it is given among the buckets, as a damaged disk does. */
export async function damageBucket({ database }: OpenDatabase, value: object): Promise<void> {
  const untyped = await openDB(database.name);
  await untyped.put('buckets', value);
  untyped.close();
}

/** Opens a database as a later version of the app does. */
export function openAsLater(name: string): Promise<IDBPDatabase> {
  return openDB(name, SCHEMA_VERSION + 1);
}

/** Opens databases, and deletes all of them when disposed. */
export interface TestDatabases {
  /** A name that no database has had. */
  readonly freshName: () => string;
  /** Opens a database that must open; a fresh one unless named. */
  readonly open: (name?: string, onFault?: OnStoreFault) => Promise<OpenDatabase>;
  readonly dispose: () => Promise<void>;
}

/** Creates an empty set of test databases. */
export function createTestDatabases(): TestDatabases {
  const names = new Set<string>();
  const opened: OpenDatabase[] = [];
  const freshName = (): string => {
    const name = `test-${crypto.randomUUID()}`;
    names.add(name);
    return name;
  };
  return {
    freshName,
    async open(name = freshName(), onFault = () => undefined) {
      const open = await openDatabase(onFault, name);
      if (isStoreFault(open)) throw new Error(open.message);
      opened.push(open);
      return open;
    },
    async dispose() {
      for (const { database } of opened.splice(0)) database.close();
      const all = (await indexedDB.databases()).map(({ name = '' }) => name);
      // Those of the same family among them, which were begun after the first.
      for (const first of names)
        for (const name of all.filter((other) => other.startsWith(first))) await deleteDB(name);
      names.clear();
    },
  };
}
