/** Opening one database, and what can go wrong with it as values. */
import { openDB, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { emptyBins, LATENCY_BIN_EDGES_MS } from '../domain/bucket.ts';
import { SCHEMA_VERSION, toStored, type VestibuleSchema } from './schema.ts';

/** Expected trouble of the store. */
export interface StoreFault {
  /**
   * `blocked`: another tab holds an older version; `superseded`: another tab wants a newer one; `closed`: the browser closed the
   * database; `open`: it does not open, `newer`: because a newer version of the app has written it; `full`: no room for a write;
   * `damaged`: a bucket is no bucket; `write`: a write failed for another reason.
   */
  readonly kind: 'blocked' | 'superseded' | 'closed' | 'open' | 'newer' | 'full' | 'damaged' | 'write';
  readonly message: string;
}

/** An open database and the name of its life. Whoever holds one must read both anew each time: a lost database is opened again. */
export interface OpenDatabase {
  database: IDBPDatabase<VestibuleSchema>;
  epoch: string;
}

/** Stands where no database is open: whatever is asked of it fails as a closed one does. */
export const NO_DATABASE = new Proxy({} as IDBPDatabase<VestibuleSchema>, {
  get() {
    throw new DOMException('No database is open.', 'InvalidStateError');
  },
});

/** Key paths of the indexes of what is due and of what was refused. */
const DUE_PATH = ['entrance', 'due', 'startMs'];
const REFUSED_PATH = ['entrance', 'refused'];

type Upgrade = IDBPTransaction<VestibuleSchema, StoreNames<VestibuleSchema>[], 'versionchange'>;

function createStores(database: IDBPDatabase<VestibuleSchema>): void {
  const buckets = database.createObjectStore('buckets', { keyPath: ['entrance', 'epoch', 'startMs'] });
  buckets.createIndex('byStart', 'startMs');
  buckets.createIndex('byDue', DUE_PATH);
  buckets.createIndex('byRefused', REFUSED_PATH);
  database.createObjectStore('meta');
  addQuarantine(database);
}

/** Version 2: buckets tell how long frames took; of those before, nothing is known. */
async function addLatencyBins(upgrade: Upgrade): Promise<void> {
  const latencyBins = emptyBins(LATENCY_BIN_EDGES_MS);
  for await (const cursor of upgrade.objectStore('buckets'))
    await cursor.update({ ...cursor.value, latencyBins });
}

/** Version 3: indexes find what is due for a collector, and what it refused. */
async function addUploadIndexes(upgrade: Upgrade): Promise<void> {
  const buckets = upgrade.objectStore('buckets');
  for await (const cursor of buckets) await cursor.update(toStored(cursor.value));
  buckets.createIndex('byDue', DUE_PATH);
  buckets.createIndex('byRefused', REFUSED_PATH);
}

/** Version 4: there is a place for damaged records. */
function addQuarantine(database: IDBPDatabase<VestibuleSchema>): void {
  database.createObjectStore('quarantine', { autoIncrement: true });
}

async function upgradeDatabase(
  database: IDBPDatabase<VestibuleSchema>,
  fromVersion: number,
  upgrade: Upgrade,
): Promise<void> {
  if (fromVersion < 1) {
    createStores(database);
    return;
  }
  if (fromVersion < 2) await addLatencyBins(upgrade);
  if (fromVersion < 3) await addUploadIndexes(upgrade);
  if (fromVersion < 4) addQuarantine(database);
}

async function readEpoch(database: IDBPDatabase<VestibuleSchema>): Promise<string> {
  const transaction = database.transaction('meta', 'readwrite', { durability: 'strict' });
  const known = await transaction.store.get('epoch');
  const epoch = typeof known === 'string' ? known : crypto.randomUUID();
  if (epoch !== known) await transaction.store.put(epoch, 'epoch');
  await transaction.done;
  return epoch;
}

function openFault(error: unknown): StoreFault {
  const isNewer = error instanceof DOMException && error.name === 'VersionError';
  return isNewer
    ? { kind: 'newer', message: 'A newer version of this app has kept counts on this device.' }
    : { kind: 'open', message: `The counts cannot be stored: ${String(error)}` };
}

const BLOCKED: StoreFault = {
  kind: 'blocked',
  message: 'Another tab uses an older version of this app. Close it to go on.',
};
const SUPERSEDED: StoreFault = {
  kind: 'superseded',
  message: 'A newer version of this app runs in another tab. Reload this one.',
};
const CLOSED: StoreFault = {
  kind: 'closed',
  message: 'The browser closed the database. Counts wait in memory until it opens again.',
};

/** Told of a fault; a database that must make room for a newer version is closed when the answer has come. */
export type OnStoreFault = (fault: StoreFault) => void | Promise<void>;

/** Closes for a newer version in another tab (`wanted`), or for whoever deletes the database (null), which waits until then. */
async function makeWay(database: IDBDatabase, onFault: OnStoreFault, wanted: number | null): Promise<void> {
  try {
    await onFault(wanted === null ? CLOSED : SUPERSEDED);
  } finally {
    // Must close, or the other side waits for ever.
    database.close();
  }
}

/**
 * Opens a database of the kiosk, making it when it is not there. Waits while another tab holds an older version, and says so.
 *
 * @param onFault told of trouble while waiting and after a good start
 * @param version version of the schema; another than the default only to test how versions meet
 */
export async function openDatabase(
  onFault: OnStoreFault,
  name: string,
  version = SCHEMA_VERSION,
): Promise<OpenDatabase | StoreFault> {
  let database: IDBPDatabase<VestibuleSchema> | undefined;
  try {
    database = await openDB<VestibuleSchema>(name, version, {
      upgrade: (upgraded, fromVersion, _to, transaction) =>
        upgradeDatabase(upgraded, fromVersion, transaction),
      blocked: () => void onFault(BLOCKED),
      blocking: (_from, wanted, event) => void makeWay(event.target as IDBDatabase, onFault, wanted),
      terminated: () => void onFault(CLOSED),
    });
    return { database, epoch: await readEpoch(database) };
  } catch (error) {
    // Expected trouble: private windows, damaged profiles and full disks refuse to open a database.
    database?.close();
    return openFault(error);
  }
}

/** Whether opening gave a fault. */
export function isStoreFault(value: object): value is StoreFault {
  return 'kind' in value && 'message' in value;
}
