/** Opening the database, and what can go wrong with it as values. */
import { openDB, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { emptyBins, LATENCY_BIN_EDGES_MS } from '../domain/bucket.ts';
import { SCHEMA_VERSION, toStored, type VestibuleSchema } from './schema.ts';

/** Expected trouble of the store. */
export interface StoreFault {
  /** `blocked`: another tab holds an older version; `closed`: the browser closed the database; `write`: a write failed (full disk, quota). */
  readonly kind: 'blocked' | 'closed' | 'open' | 'write';
  readonly message: string;
}

/** An open database and the name of its life. */
export interface OpenDatabase {
  readonly database: IDBPDatabase<VestibuleSchema>;
  readonly epoch: string;
}

/** Name of the kiosk's database. */
const DATABASE_NAME = 'vestibule';

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
  const message = isNewer
    ? 'A newer version of this app has kept counts on this device. Reload to get it.'
    : `The counts cannot be stored: ${String(error)}`;
  return { kind: 'open', message };
}

/**
 * Opens the database, making it when it is not there. Waits while another tab holds an older version, and says so.
 *
 * @param onFault told of trouble while waiting and after a good start
 * @param version version of the schema; another than the default only to test how versions meet
 */
export async function openDatabase(
  onFault: (fault: StoreFault) => void,
  name = DATABASE_NAME,
  version = SCHEMA_VERSION,
): Promise<OpenDatabase | StoreFault> {
  let database: IDBPDatabase<VestibuleSchema> | undefined;
  try {
    database = await openDB<VestibuleSchema>(name, version, {
      upgrade: (upgraded, fromVersion, _to, transaction) =>
        upgradeDatabase(upgraded, fromVersion, transaction),
      blocked: () =>
        onFault({
          kind: 'blocked',
          message: 'Another tab uses an older version of this app. Close it to go on.',
        }),
      blocking: (_from, _to, event) => {
        // Must close, or the newer version in the other tab waits for ever.
        (event.target as IDBDatabase).close();
        onFault({
          kind: 'closed',
          message: 'A newer version of this app runs in another tab. Reload this one.',
        });
      },
      terminated: () =>
        onFault({
          kind: 'closed',
          message: 'The browser closed the database. Counts wait in memory; reload the page.',
        }),
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
