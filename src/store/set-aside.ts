/** What was set aside, and what can be done with it: databases that were left, and damaged records. */
import { deleteDB, openDB, type IDBPDatabase } from 'idb';
import { isWholeBucket } from '../domain/bucket-shape.ts';
import type { Bucket } from '../domain/bucket.ts';
import type { SetAside } from '../domain/set-aside.ts';
import { LEFT_COLLECTOR } from './collector.ts';
import type { OpenDatabase } from './database.ts';
import { databaseNames, FIRST_DATABASE } from './newest-database.ts';
import { toStored, type Beginning } from './schema.ts';

/** So many buckets are brought over in one transaction. */
const CHUNK = 500;

/** Of a database's `meta`, what another may go on with. */
const CHOICES = ['settings', 'collector', 'kioskKey'] as const;

/** What lies in a database that was left, as far as it can be read. */
interface LeftContent {
  readonly buckets: readonly unknown[];
  readonly quarantine: readonly unknown[];
}

/** What of a database's choices is there. */
type Choices = ReadonlyMap<(typeof CHOICES)[number], unknown>;

function isBeginning(value: unknown): value is Beginning {
  const { atMs, instead, reason } = Object(value) as Partial<Record<keyof Beginning, unknown>>;
  return typeof atMs === 'number' && typeof instead === 'string' && typeof reason === 'string';
}

async function leftNames({ database }: OpenDatabase, first: string): Promise<readonly string[]> {
  const { name } = database;
  return (await databaseNames(first)).filter((other) => other !== name);
}

/** Reads a database of whatever version it has. */
async function readFrom<Read>(name: string, read: (database: IDBPDatabase) => Promise<Read>): Promise<Read> {
  const database: IDBPDatabase = await openDB(name);
  try {
    return await read(database);
  } finally {
    database.close();
  }
}

function readLeft(name: string): Promise<LeftContent> {
  return readFrom(name, async (database) => {
    const all = async (store: string): Promise<readonly unknown[]> =>
      database.objectStoreNames.contains(store) ? database.getAll(store) : [];
    return { buckets: await all('buckets'), quarantine: await all('quarantine') };
  });
}

function readChoices(name: string): Promise<Choices> {
  return readFrom(name, async (database) => {
    const choices = new Map<(typeof CHOICES)[number], unknown>();
    if (database.objectStoreNames.contains('meta'))
      for (const key of CHOICES) choices.set(key, await database.get('meta', key));
    return choices;
  });
}

/** What was set aside on this device; undefined when nothing was. */
export async function readSetAside(
  open: OpenDatabase,
  first = FIRST_DATABASE,
): Promise<SetAside | undefined> {
  const { database } = open;
  const beginning: unknown = await database.get('meta', 'beginning');
  const known = isBeginning(beginning) ? beginning : undefined;
  const databases = (await leftNames(open, first)).map((name) => {
    const isKnown = known?.instead === name;
    return { name, atMs: isKnown ? known.atMs : undefined, reason: isKnown ? known.reason : undefined };
  });
  const records = await database.count('quarantine');
  const [oldest] = await database.getAll('quarantine', null, 1);
  const lost = await database.get('meta', 'lostMs');
  const lostMs = typeof lost === 'number' ? lost : undefined;
  const isWell = databases.length + records === 0 && lostMs === undefined;
  return isWell ? undefined : { databases, records, recordsMs: oldest?.foundMs, lostMs };
}

async function bringBuckets({ database }: OpenDatabase, buckets: readonly Bucket[]): Promise<void> {
  const transaction = database.transaction('buckets', 'readwrite', { durability: 'strict' });
  const bring = async (bucket: Bucket): Promise<void> => {
    const { entrance, epoch, startMs } = bucket;
    const known = await transaction.store.get([entrance, epoch, startMs]);
    if ((known?.revision ?? 0) < bucket.revision) await transaction.store.put(toStored(bucket));
  };
  // Together, or a transaction that fails early rejects where nobody listens.
  await Promise.all([...buckets.map(bring), transaction.done]);
}

function isChoice(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || value === LEFT_COLLECTOR;
}

/**
 * Settings, collector and key go on as they were in the newest database that has them, unless there are others since. A collector that a
 * person left stays left.
 *
 * @throws DOMException when the present database cannot be written
 */
export async function bringChoices(open: OpenDatabase, first = FIRST_DATABASE): Promise<void> {
  for (const name of (await leftNames(open, first)).toReversed()) {
    // Expected trouble: it is as damaged as before, and stays as it is.
    const choices = await readChoices(name).catch((): Choices => new Map());
    const transaction = open.database.transaction('meta', 'readwrite', { durability: 'strict' });
    const bring = async ([key, value]: [(typeof CHOICES)[number], unknown]): Promise<void> => {
      if (isChoice(value) && (await transaction.store.get(key)) === undefined)
        await transaction.store.put(value as never, key);
    };
    // Together, or a transaction that fails early rejects where nobody listens.
    await Promise.all([...[...choices].map(bring), transaction.done]);
  }
}

/**
 * Brings over what can be read of the databases that were left: they may open again, or have been another version's. May be done again and
 * again, because a bucket keeps its epoch and only a higher revision replaces it.
 *
 * @throws DOMException when the present database cannot be written
 */
export async function bringOver(open: OpenDatabase, first = FIRST_DATABASE): Promise<void> {
  await bringChoices(open, first);
  for (const name of await leftNames(open, first)) {
    // Expected trouble: it is as damaged as before, and stays as it is.
    const left = await readLeft(name).catch(() => undefined);
    if (left === undefined) continue;
    const buckets = left.buckets.filter(isWholeBucket);
    for (let from = 0; from < buckets.length; from += CHUNK)
      await bringBuckets(open, buckets.slice(from, from + CHUNK));
  }
}

/** All that was set aside and can be read, as JSON for a person: no collector, because its token is a secret. */
export async function exportSetAside(open: OpenDatabase, first = FIRST_DATABASE): Promise<string> {
  const databases: unknown[] = [];
  for (const name of await leftNames(open, first)) {
    const read = await readLeft(name).then(
      ({ buckets, quarantine }) => ({ buckets, quarantine }),
      // Expected trouble: it cannot be read at all, which whoever reads the file must know.
      (error: unknown) => ({ unreadable: String(error) }),
    );
    databases.push({ name, ...read });
  }
  const damagedRecords = await open.database.getAll('quarantine');
  return JSON.stringify({ made: new Date().toISOString(), damagedRecords, databases }, undefined, 2);
}

/**
 * Deletes all that was set aside, for good. What of it can be read is brought over first: an earlier start may have failed to.
 *
 * @throws DOMException when the present database cannot be written; then nothing was deleted, unless it was closed in between
 */
export async function deleteSetAside(open: OpenDatabase, first = FIRST_DATABASE): Promise<void> {
  await bringOver(open, first);
  for (const name of await leftNames(open, first)) await deleteDB(name);
  await open.database.clear('quarantine');
  await open.database.delete('meta', 'beginning');
  await open.database.delete('meta', 'lostMs');
}
