/** Reads the kiosk's database from outside of the app. */
import type { Page } from 'playwright';
import type { SlotTotals } from './journal.ts';

interface StoredSlot extends SlotTotals {
  readonly entrance: string;
  readonly due?: 1;
}

async function readBuckets(page: Page): Promise<readonly StoredSlot[]> {
  return page.evaluate(async () => {
    // To open it is to make it; the app must be the one who does.
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === 'vestibule')) return [];
    return new Promise<StoredSlot[]>((resolve, reject) => {
      const opening = indexedDB.open('vestibule');
      opening.onerror = () => reject(opening.error ?? new Error('no database'));
      opening.onsuccess = () => {
        const database = opening.result;
        const all = database.transaction('buckets').objectStore('buckets').getAll();
        all.onsuccess = () => {
          database.close();
          resolve(all.result as StoredSlot[]);
        };
      };
    });
  });
}

function pick({ epoch, startMs, revision, entries, woman, man, undetermined }: StoredSlot): SlotTotals {
  return { epoch, startMs, revision, entries, woman, man, undetermined };
}

/** The totals of the camera's entrance. `page` must be of the app's origin. */
export async function readSlots(page: Page): Promise<readonly SlotTotals[]> {
  return (await readBuckets(page)).filter(({ entrance }) => entrance === 'main').map(pick);
}

/** How many of them the collector has yet to confirm. */
export async function countDue(page: Page): Promise<number> {
  return (await readBuckets(page)).filter(({ entrance, due }) => entrance === 'main' && due === 1).length;
}
