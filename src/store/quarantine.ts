/** Sets damaged records aside: they stay on the disk for whoever wants to look, and are never sent or summed. */
import { isWholeBucket } from '../domain/bucket-shape.ts';
import type { OpenDatabase } from './database.ts';
import { beginEpoch, presentEpoch } from './epoch.ts';

/**
 * Moves every record among the buckets that is no bucket into the quarantine, in one transaction. Where one of the present epoch was
 * moved, `open` gets a new epoch: its slot would else be counted again from nothing under a key of which a collector may know more.
 *
 * @returns how many were moved
 * @throws DOMException when the database cannot be read or written; then nothing was moved
 */
export async function setDamagedAside(open: OpenDatabase): Promise<number> {
  const stores = ['buckets', 'quarantine', 'meta'] as const;
  const transaction = open.database.transaction(stores, 'readwrite', { durability: 'strict' });
  let moved = 0;
  const move = async (): Promise<void> => {
    const meta = transaction.objectStore('meta');
    const epoch = await presentEpoch(meta, open);
    let isPresent = false;
    for await (const cursor of transaction.objectStore('buckets')) {
      if (isWholeBucket(cursor.value)) continue;
      moved += 1;
      isPresent ||= cursor.primaryKey[1] === epoch;
      const record = { foundMs: Date.now(), value: cursor.value };
      await Promise.all([transaction.objectStore('quarantine').add(record), cursor.delete()]);
    }
    if (isPresent) await beginEpoch(meta, open);
  };
  // Together, or a transaction that fails early rejects where nobody listens.
  await Promise.all([move(), transaction.done]);
  return moved;
}
