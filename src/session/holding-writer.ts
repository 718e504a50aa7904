/** Adds to the totals of one entrance; holds what is counted while the clock is wrong, and gives it its time when the clock comes right. */
import { undatedEntrance } from '../domain/source.ts';
import { slotStart } from '../domain/time-slot.ts';
import type { Bucket } from '../domain/bucket.ts';
import {
  mergeIncrements,
  NO_INCREMENT,
  waitingBucket,
  type BucketContext,
  type Increment,
} from '../store/buckets.ts';
import type { OpenDatabase, StoreFault } from '../store/database.ts';
import { giveTime, undatedStart, type SlotIncrement } from '../store/undated.ts';
import { createBucketWriter, writeFault, type BucketWriter } from '../store/writer.ts';
import type { ClockTrust } from './clock-trust.ts';

/** Held counts are told apart by this much time; a count may come into the slot beside its own by as much. Milliseconds. */
export const STEP_MS = 10_000;
/** More steps are not held at once: what was counted before a day of them stays without a time. */
const MOST_STEPS = 8_640;

/** What a holding writer needs. */
export interface HoldingWriterParts {
  readonly open: OpenDatabase;
  readonly entrance: string;
  readonly context: () => BucketContext;
  readonly clock: ClockTrust;
}

/** One stretch of time under a wrong clock: on the disk as one bucket, in memory step by step. */
class Held {
  readonly undatedMs: number;
  /** Writes the bucket without a time, so that the people are kept whatever happens to the page. */
  readonly writer: BucketWriter;
  /** By the start of the step on the wrong clock, milliseconds. */
  readonly #steps = new Map<number, SlotIncrement>();

  constructor({ open, entrance, context }: HoldingWriterParts) {
    this.undatedMs = undatedStart(context().slotMs);
    this.writer = createBucketWriter(open, undatedEntrance(entrance), context);
  }

  get isFull(): boolean {
    return this.#steps.size >= MOST_STEPS;
  }

  add(timeMs: number, increment: Partial<Increment>, context: BucketContext): void {
    const stepMs = slotStart(timeMs, STEP_MS);
    const before = this.#steps.get(stepMs)?.increment ?? NO_INCREMENT;
    const sum = mergeIncrements(before, { ...NO_INCREMENT, ...increment });
    this.#steps.set(stepMs, { increment: sum, context });
    this.writer.add(this.undatedMs, increment);
  }

  /** The slots that the steps lie in, when the clock is off by `shiftMs`. */
  slots(shiftMs: number): ReadonlyMap<number, SlotIncrement> {
    const slots = new Map<number, SlotIncrement>();
    for (const [stepMs, { increment, context }] of this.#steps) {
      const startMs = slotStart(stepMs + shiftMs, context.slotMs);
      const before = slots.get(startMs)?.increment ?? NO_INCREMENT;
      slots.set(startMs, { increment: mergeIncrements(before, increment), context });
    }
    return slots;
  }
}

/** A writer that asks the clock's trust with each count. */
export class HoldingWriter implements BucketWriter {
  readonly #parts: HoldingWriterParts;
  readonly #dated: BucketWriter;
  #held: Held | undefined;
  /** Stretches that became too long to be held: they stay without a time. */
  readonly #given: Held[] = [];
  /** Stretches whose time is known, and that are not written there yet. */
  readonly #known: { readonly held: Held; readonly slots: ReadonlyMap<number, SlotIncrement> }[] = [];
  #running: Promise<StoreFault | undefined> = Promise.resolve(undefined);

  constructor(parts: HoldingWriterParts) {
    const { open, entrance, context, clock } = parts;
    this.#parts = parts;
    this.#dated = createBucketWriter(open, entrance, context);
    clock.onTrusted((shiftMs) => this.#release(shiftMs));
  }

  add(timeMs: number, increment: Partial<Increment>): void {
    const { clock, context } = this.#parts;
    if (clock.isTrusted) return this.#dated.add(timeMs, increment);
    if (this.#held?.isFull === true) this.#given.push(this.#held);
    if (this.#held === undefined || this.#held.isFull) this.#held = new Held(this.#parts);
    this.#held.add(timeMs, increment, context());
  }

  flush(): Promise<StoreFault | undefined> {
    this.#running = this.#running.then(() => this.#flushAll());
    return this.#running;
  }

  waiting(): readonly Bucket[] {
    const { open, entrance } = this.#parts;
    const known = this.#known.flatMap(({ slots }) =>
      [...slots].map(([startMs, { increment, context }]) =>
        waitingBucket({ entrance, epoch: open.epoch, startMs }, increment, context),
      ),
    );
    return [...known, ...this.#dated.waiting()];
  }

  #release(shiftMs: number): void {
    if (this.#held !== undefined) this.#known.push({ held: this.#held, slots: this.#held.slots(shiftMs) });
    this.#held = undefined;
  }

  async #flushAll(): Promise<StoreFault | undefined> {
    const fault = await this.#giveTimes();
    if (fault !== undefined) return fault;
    // One at a time from the front: others may be given while one is written.
    for (let given = this.#given[0]; given !== undefined; given = this.#given[0]) {
      const givenFault = await given.writer.flush();
      if (givenFault !== undefined) return givenFault;
      this.#given.shift();
    }
    return (await this.#held?.writer.flush()) ?? this.#dated.flush();
  }

  async #giveTimes(): Promise<StoreFault | undefined> {
    const { open, entrance } = this.#parts;
    for (let known = this.#known[0]; known !== undefined; known = this.#known[0]) {
      try {
        await giveTime(open, entrance, known.held.undatedMs, known.slots);
      } catch (error) {
        // Expected trouble, as with every write. It is tried again with the next flush.
        return writeFault(error);
      }
      this.#known.shift();
    }
    return undefined;
  }
}
