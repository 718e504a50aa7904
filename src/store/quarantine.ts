/** Sets damaged records aside: they stay on the disk for whoever wants to look, and are never sent or summed. */
import { isWholeBucket } from '../domain/bucket-shape.ts';
import { presentEpoch } from './buckets.ts';
import type { OpenDatabase } from './database.ts';

/**
 * Moves every record among the buckets that is no bucket into the quarantine, in one transaction. Where one of the present epoch was
 * moved, `open` gets a new epoch: its slot would else be counted again from nothing under a key of which a collector may know more.
 *
 * @returns how many were moved
 * @throws DOMException when the database cannot be read or written; then nothing was moved
 */
export async function setDamagedAside(open: OpenDatabase): Promise<number> {
  const { database } = open;
  const stores = ['buckets', 'quarantine', 'meta'] as const;
  const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
  let moved = 0;
  const move = async (): Promise<string> => {
    const epoch = await presentEpoch(transaction.objectStore('meta'), open);
    let next = epoch;
    for await (const cursor of transaction.objectStore('buckets')) {
      if (isWholeBucket(cursor.value)) continue;
      moved += 1;
      if (cursor.primaryKey[1] === epoch && next === epoch) next = crypto.randomUUID();
      const record = { foundMs: Date.now(), value: cursor.value };
      await Promise.all([transaction.objectStore('quarantine').add(record), cursor.delete()]);
    }
    if (next !== epoch) await transaction.objectStore('meta').put(next, 'epoch');
    return next;
  };
  // Together, or a transaction that fails early rejects where nobody listens.
  const [next] = await Promise.all([move(), transaction.done]);
  if (open.database === database) open.epoch = next;
  return moved;
}
