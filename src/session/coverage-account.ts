import type { CoverageReason } from '../domain/bucket.ts';
import type { BucketWriter } from '../store/writer.ts';
import { spansBetween, splitBySlot, type CoverageSpan, type Instant } from './coverage.ts';

/** Puts each moment into the totals once: as measured, or as missing for a reason. */
export class CoverageAccount {
  readonly #writer: BucketWriter;
  readonly #slotMs: number;
  #accounted: Instant;

  /** Accounts for the time from `start` on. */
  constructor(writer: BucketWriter, slotMs: number, start: Instant) {
    this.#writer = writer;
    this.#slotMs = slotMs;
    this.#accounted = start;
  }

  /** Time up to `now` that is not accounted for yet, milliseconds on the device's own clock. */
  openMs(now: Instant): number {
    return now.monotonicMs - this.#accounted.monotonicMs;
  }

  /** Accounts for the time up to `now`, of which the time that the device ran was measured unless there is a `reason`. */
  advance(now: Instant, reason: CoverageReason | undefined): void {
    this.add(spansBetween(this.#accounted, now, reason));
    this.#accounted = now;
  }

  /** Adds stretches of time to the slots in which they lie. */
  add(spans: readonly CoverageSpan[]): void {
    for (const { startMs, endMs, reason } of spans.flatMap((span) => splitBySlot(span, this.#slotMs))) {
      const seconds = (endMs - startMs) / 1000;
      this.#writer.add(
        startMs,
        reason === undefined ? { coverageSec: seconds } : { missing: { [reason]: seconds } },
      );
    }
  }
}
