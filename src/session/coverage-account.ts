import type { CoverageReason } from '../domain/bucket.ts';
import type { BucketWriter } from '../store/writer.ts';
import {
  LONGEST_GAP_MS,
  markRepeated,
  spansBetween,
  splitBySlot,
  type CoverageSpan,
  type Instant,
} from './coverage.ts';

/** Puts each moment into the totals once: as measured, or as missing for a reason. */
export class CoverageAccount {
  readonly #writer: BucketWriter;
  readonly #pieceMs: () => number;
  #accounted: Instant;
  /** The latest wall-clock time that was accounted for, milliseconds since 1970 UTC. */
  #furthestMs: number;

  /**
   * Accounts for the time from `start` on.
   *
   * @param pieceMs how long the stretches may be that are handed to the writer, milliseconds; none crosses a multiple of it
   */
  constructor(writer: BucketWriter, pieceMs: () => number, start: Instant) {
    this.#writer = writer;
    this.#pieceMs = pieceMs;
    this.#accounted = start;
    this.#furthestMs = start.wallMs;
  }

  /** Moves what was accounted for to where it belongs: the wall clock was wrong until now by `shiftMs`. */
  shift(shiftMs: number): void {
    const { wallMs, monotonicMs } = this.#accounted;
    this.#accounted = { wallMs: wallMs + shiftMs, monotonicMs };
    this.#furthestMs += shiftMs;
  }

  /** Time up to `now` that is not accounted for yet, milliseconds on the device's own clock. */
  openMs(now: Instant): number {
    return now.monotonicMs - this.#accounted.monotonicMs;
  }

  /** Accounts for the time up to `now`, of which the time that the device ran was measured unless there is a `reason`. */
  advance(now: Instant, reason: CoverageReason | undefined): void {
    const spans = spansBetween(this.#accounted, now, reason);
    this.add(markRepeated(spans, this.#furthestMs));
    const isCorrection = this.#furthestMs - now.wallMs > LONGEST_GAP_MS;
    this.#furthestMs = isCorrection ? now.wallMs : Math.max(this.#furthestMs, now.wallMs);
    this.#accounted = now;
  }

  /** Adds stretches of time, piece by piece. */
  add(spans: readonly CoverageSpan[]): void {
    for (const { startMs, endMs, reason } of spans.flatMap((span) => splitBySlot(span, this.#pieceMs()))) {
      const seconds = (endMs - startMs) / 1000;
      this.#writer.add(
        startMs,
        reason === undefined ? { coverageSec: seconds } : { missing: { [reason]: seconds } },
      );
    }
  }
}
