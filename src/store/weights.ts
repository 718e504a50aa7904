/** A person's own weights in and out of the database. */
import type { IDBPDatabase } from 'idb';
import type { KeptWeights } from '../domain/kept-weights.ts';
import type { StoreFault } from './database.ts';
import type { VestibuleSchema } from './schema.ts';

function areNumbers(value: unknown, names: readonly string[]): boolean {
  return names.every((name) => Number.isFinite(Reflect.get(Object(value), name)));
}

function areKeptWeights(value: unknown): value is KeptWeights {
  const { file, bytes, calibration, figures, keptMs } = Object(value) as Partial<
    Record<keyof KeptWeights, unknown>
  >;
  return (
    typeof file === 'string' &&
    bytes instanceof Uint8Array &&
    typeof keptMs === 'number' &&
    areNumbers(calibration, ['temperature', 'undeterminedBelowAbsLogOdds']) &&
    areNumbers(figures, ['faces', 'accuracy', 'shippedAccuracy'])
  );
}

/**
 * The kept weights; undefined when there are none, or none that can be read.
 *
 * @throws DOMException when the database cannot be read
 */
export async function readWeights(database: IDBPDatabase<VestibuleSchema>): Promise<KeptWeights | undefined> {
  const stored = await database.get('meta', 'weights');
  return areKeptWeights(stored) ? stored : undefined;
}

/** Keeps `weights`, or lets go of them where undefined; on the disk when the promise resolves. A fault when that failed. */
export async function writeWeights(
  database: IDBPDatabase<VestibuleSchema>,
  weights: KeptWeights | undefined,
): Promise<StoreFault | undefined> {
  try {
    const transaction = database.transaction('meta', 'readwrite', { durability: 'strict' });
    const { store } = transaction;
    const change = weights === undefined ? store.delete('weights') : store.put(weights, 'weights');
    await Promise.all([change, transaction.done]);
    return undefined;
  } catch (error) {
    // Expected trouble: a full disk or a closed database.
    return { kind: 'write', message: `The weights could not be stored: ${String(error)}` };
  }
}
