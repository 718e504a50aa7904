/** Real databases for tests of the store, each with a name of its own. */
import { deleteDB } from 'idb';
import type { BucketContext } from './buckets.ts';
import { isStoreFault, openDatabase, type OpenDatabase, type StoreFault } from './database.ts';

/** A context that says nothing in particular; slots of one minute. */
export const TEST_CONTEXT: BucketContext = {
  slotMs: 60_000,
  softwareVersion: '1.2.3',
  model: 'mini-xception@1.0.0',
  settingsVersion: 1,
  tier: 'wgsl',
};

/** Opens databases, and deletes all of them when disposed. */
export interface TestDatabases {
  /** A name that no database has had. */
  readonly freshName: () => string;
  /** Opens a database that must open; a fresh one unless named. */
  readonly open: (name?: string, onFault?: (fault: StoreFault) => void) => Promise<OpenDatabase>;
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
      for (const name of names) await deleteDB(name);
      names.clear();
    },
  };
}
