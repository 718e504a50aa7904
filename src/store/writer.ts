/** The one writer: gathers increments by slot, writes them on a beat, and keeps what could not be written for the next. */
import { slotStart } from '../domain/time-slot.ts';
import { addToBucket, mergeIncrements, NO_INCREMENT, type BucketContext, type Increment } from './buckets.ts';
import type { OpenDatabase, StoreFault } from './database.ts';

/** Adds to the totals of one entrance. */
export interface BucketWriter {
  /** Adds to the slot of `timeMs` (milliseconds since 1970 UTC); held in memory until the next `flush`. */
  readonly add: (timeMs: number, increment: Partial<Increment>) => void;
  /** Writes all that waits; one transaction a slot. What fails to be written waits for the next time. */
  readonly flush: () => Promise<StoreFault | undefined>;
}

/** What waits for one slot, and what was chosen when the newest of it was added. */
interface Waiting {
  readonly increment: Increment;
  readonly context: BucketContext;
}

/**
 * Creates the writer; only the tab that holds the writer's lock may have one.
 *
 * @param context asked with each `add`, because it may change while counts wait: a slot keeps the newest that was true in it
 */
export function createBucketWriter(
  open: OpenDatabase,
  entrance: string,
  context: () => BucketContext,
): BucketWriter {
  const waiting = new Map<number, Waiting>();
  let running: Promise<StoreFault | undefined> = Promise.resolve(undefined);

  const writeSlot = async (startMs: number, slot: Waiting): Promise<StoreFault | undefined> => {
    // Must leave the list before the write: what is added meanwhile waits on its own.
    waiting.delete(startMs);
    try {
      await addToBucket(open, entrance, startMs, slot.increment, slot.context);
      return undefined;
    } catch (error) {
      // Expected trouble: a full disk or a closed database. The counts go back to wait.
      const newer = waiting.get(startMs);
      const increment = mergeIncrements(slot.increment, newer?.increment ?? NO_INCREMENT);
      waiting.set(startMs, { increment, context: newer?.context ?? slot.context });
      return { kind: 'write', message: `Counts could not be stored and wait in memory: ${String(error)}` };
    }
  };

  const write = async (): Promise<StoreFault | undefined> => {
    for (const startMs of [...waiting.keys()].toSorted((a, b) => a - b)) {
      const slot = waiting.get(startMs);
      const fault = slot === undefined ? undefined : await writeSlot(startMs, slot);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };

  return {
    add(timeMs, increment) {
      const now = context();
      const startMs = slotStart(timeMs, now.slotMs);
      const before = waiting.get(startMs)?.increment ?? NO_INCREMENT;
      waiting.set(startMs, {
        increment: mergeIncrements(before, { ...NO_INCREMENT, ...increment }),
        context: now,
      });
    },
    flush() {
      running = running.then(write);
      return running;
    },
  };
}
