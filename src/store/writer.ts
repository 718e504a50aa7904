/** The one writer: gathers increments by slot, writes them on a beat, and keeps what could not be written for the next. */
import type { Bucket } from '../domain/bucket.ts';
import { slotStart } from '../domain/time-slot.ts';
import {
  addToBucket,
  DamagedBucketError,
  mergeIncrements,
  NO_INCREMENT,
  waitingBucket,
  type BucketContext,
  type Increment,
} from './buckets.ts';
import type { OpenDatabase, StoreFault } from './database.ts';

/** Adds to the totals of one entrance. */
export interface BucketWriter {
  /** Adds to the slot of `timeMs` (milliseconds since 1970 UTC); held in memory until the next `flush`. */
  readonly add: (timeMs: number, increment: Partial<Increment>) => void;
  /** Writes all that waits; one transaction a slot. What fails to be written waits for the next time. */
  readonly flush: () => Promise<StoreFault | undefined>;
  /** What waits, as buckets of its own to add to those on the disk. */
  readonly waiting: () => readonly Bucket[];
}

/** A write's trouble in words for a person; the counts are not lost. */
export function writeFault(error: unknown): StoreFault {
  if (error instanceof DamagedBucketError)
    return { kind: 'damaged', message: 'A record of the totals is damaged. Counts wait in memory.' };
  if (error instanceof DOMException && error.name === 'QuotaExceededError')
    return {
      kind: 'full',
      message: 'There is no room left on this device. Counts wait in memory; free some space.',
    };
  return { kind: 'write', message: `Counts could not be stored and wait in memory: ${String(error)}` };
}

/** What waits for one slot, and what was chosen when the newest of it was added. */
interface Waiting {
  readonly increment: Increment;
  readonly context: BucketContext;
}

class SlotWriter implements BucketWriter {
  readonly #open: OpenDatabase;
  readonly #entrance: string;
  readonly #context: () => BucketContext;
  readonly #waiting = new Map<number, Waiting>();
  #running: Promise<StoreFault | undefined> = Promise.resolve(undefined);

  constructor(open: OpenDatabase, entrance: string, context: () => BucketContext) {
    this.#open = open;
    this.#entrance = entrance;
    this.#context = context;
  }

  add(timeMs: number, increment: Partial<Increment>): void {
    const context = this.#context();
    const startMs = slotStart(timeMs, context.slotMs);
    const before = this.#waiting.get(startMs)?.increment ?? NO_INCREMENT;
    this.#waiting.set(startMs, {
      increment: mergeIncrements(before, { ...NO_INCREMENT, ...increment }),
      context,
    });
  }

  flush(): Promise<StoreFault | undefined> {
    this.#running = this.#running.then(() => this.#writeAll());
    return this.#running;
  }

  async #writeAll(): Promise<StoreFault | undefined> {
    for (const startMs of [...this.#waiting.keys()].toSorted((a, b) => a - b)) {
      const slot = this.#waiting.get(startMs);
      const fault = slot === undefined ? undefined : await this.#writeSlot(startMs, slot);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  async #writeSlot(startMs: number, slot: Waiting): Promise<StoreFault | undefined> {
    // Must leave the list before the write: what is added meanwhile waits on its own.
    this.#waiting.delete(startMs);
    try {
      await addToBucket(this.#open, this.#entrance, startMs, slot.increment, slot.context);
      return undefined;
    } catch (error) {
      // Expected trouble: a full disk, a closed database, a damaged bucket. The counts go back to wait.
      this.#putBack(startMs, slot);
      return writeFault(error);
    }
  }

  waiting(): readonly Bucket[] {
    const { epoch } = this.#open;
    return [...this.#waiting].map(([startMs, { increment, context }]) =>
      waitingBucket({ entrance: this.#entrance, epoch, startMs }, increment, context),
    );
  }

  #putBack(startMs: number, slot: Waiting): void {
    const newer = this.#waiting.get(startMs);
    const increment = mergeIncrements(slot.increment, newer?.increment ?? NO_INCREMENT);
    this.#waiting.set(startMs, { increment, context: newer?.context ?? slot.context });
  }
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
  return new SlotWriter(open, entrance, context);
}
