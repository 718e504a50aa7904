import type { Transaction } from 'kysely';
import type { BucketOutcome } from '../../src/domain/batch.ts';
import { keyText } from './bucket-row.ts';
import type { BucketRow, Tables } from './schema.ts';

/** What is on disk at a key. */
export interface Held {
  readonly kiosk: string;
  readonly revision: number;
  readonly digest: string;
}

/** What is on disk at the keys of `rows`; one statement for each entrance and epoch, of which a kiosk has one or two. */
export async function readHeld(
  transaction: Transaction<Tables>,
  rows: readonly BucketRow[],
): Promise<Map<string, Held>> {
  const groups = new Map<string, [BucketRow, ...BucketRow[]]>();
  for (const row of rows) {
    const name = JSON.stringify([row.entrance, row.epoch]);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  const held = new Map<string, Held>();
  for (const group of groups.values()) {
    const [first] = group;
    const found = await transaction
      .selectFrom('buckets')
      .select(['entrance', 'epoch', 'start_ms as startMs', 'kiosk', 'revision', 'digest'])
      .where('entrance', '=', first.entrance)
      .where('epoch', '=', first.epoch)
      .where(
        'start_ms',
        'in',
        group.map((row) => row.start_ms),
      )
      .execute();
    for (const row of found) held.set(keyText(row), row);
  }
  return held;
}

/** What becomes of a row that was not written, because of what is `held` at its key; slots before `keptFromMs` are written no more. */
export function outcomeOf(row: BucketRow, held: Held | undefined, keptFromMs: number): BucketOutcome {
  if (held === undefined) {
    // It may have been here and deleted; a revision that comes too late is what `stale` means.
    if (row.start_ms < keptFromMs) return 'stale';
    throw new Error('a row was neither written nor there');
  }
  if (held.kiosk !== row.kiosk) return 'conflict';
  if (held.revision !== row.revision) return 'stale';
  return held.digest === row.digest ? 'same' : 'conflict';
}
