/** Names of the database's lives: with another one, no slot can start from nothing under a key of which a collector knows more. */
import type { OpenDatabase } from './database.ts';

/** The store `meta` within a transaction. */
interface Meta {
  get(key: 'epoch' | 'firstEpoch' | 'letGoUpToMs'): Promise<unknown>;
  put(value: string | number, key: 'epoch' | 'firstEpoch' | 'letGoUpToMs'): Promise<unknown>;
  delete(key: 'letGoUpToMs'): Promise<unknown>;
}

/**
 * The epoch that goes on, as the disk knows it, which `open` learns: another window, or a transaction that came first, may have begun
 * one since.
 */
export async function presentEpoch(meta: Pick<Meta, 'get'>, open: OpenDatabase): Promise<string> {
  const { database, epoch } = open;
  const known = await meta.get('epoch');
  if (typeof known !== 'string') return epoch;
  // A database that was opened again meanwhile has an epoch of its own.
  if (open.database === database) open.epoch = known;
  return known;
}

/** Begins another epoch on purpose; `firstEpoch` stays, so that the database is still known to be the same. */
export async function beginEpoch(meta: Meta, open: OpenDatabase): Promise<string> {
  const { database } = open;
  const former = await presentEpoch(meta, open);
  if ((await meta.get('firstEpoch')) === undefined) await meta.put(former, 'firstEpoch');
  const next = crypto.randomUUID();
  await meta.put(next, 'epoch');
  await meta.delete('letGoUpToMs');
  if (open.database === database) open.epoch = next;
  return next;
}

/** Notes that a slot of the present epoch was let go of: should its time come again, `isLetGo` says so. */
export async function noteLetGo(meta: Meta, startMs: number): Promise<void> {
  if (!(await isLetGo(meta, startMs))) await meta.put(startMs, 'letGoUpToMs');
}

/** Whether a slot of the present epoch that starts then may have been let go of. */
export async function isLetGo(meta: Pick<Meta, 'get'>, startMs: number): Promise<boolean> {
  const upToMs = await meta.get('letGoUpToMs');
  return typeof upToMs === 'number' && startMs <= upToMs;
}
