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

/** Creates the writer; only the tab that holds the writer's lock may have one. */
export function createBucketWriter(
  open: OpenDatabase,
  entrance: string,
  context: () => BucketContext,
): BucketWriter {
  const waiting = new Map<number, Increment>();
  let running: Promise<StoreFault | undefined> = Promise.resolve(undefined);

  const write = async (): Promise<StoreFault | undefined> => {
    for (const [startMs, increment] of waiting) {
      waiting.delete(startMs);
      try {
        await addToBucket(open, entrance, startMs, increment, context());
      } catch (error) {
        // Expected trouble: a full disk or a closed database. The counts go back to wait.
        waiting.set(startMs, mergeIncrements(increment, waiting.get(startMs) ?? NO_INCREMENT));
        return { kind: 'write', message: `Counts could not be stored and wait in memory: ${String(error)}` };
      }
    }
    return undefined;
  };

  return {
    add(timeMs, increment) {
      const startMs = slotStart(timeMs, context().slotMs);
      waiting.set(
        startMs,
        mergeIncrements(waiting.get(startMs) ?? NO_INCREMENT, { ...NO_INCREMENT, ...increment }),
      );
    },
    flush() {
      running = running.then(write);
      return running;
    },
  };
}
