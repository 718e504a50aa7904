/** Whether the wall clock can be believed. Pure: both clocks are handed in. */
import { CLOCK_JUMP_MS, type Instant } from './coverage.ts';

const DAY_MS = 24 * 3_600_000;
const YEAR_MS = 366 * DAY_MS;
/** A clock this far past the day on which the app was built is wrong: nobody runs a kiosk that old. */
const LONGEST_LIFE_MS = 20 * YEAR_MS;

/** A clock that moved no further than this since the kiosk last counted was not lost, milliseconds. */
const NEAR_MS = 2 * DAY_MS;
/** A clock that came from further away is proven when the device ran so long, and nobody set it; milliseconds. */
const PROVEN_AFTER_MS = 7 * DAY_MS;

/** What is known of the time without the clock; milliseconds since 1970 UTC. */
export interface ClockBounds {
  /** When this version of the app was built. */
  readonly builtMs: number;
  /** When the kiosk last counted; undefined when it never did. */
  readonly lastSeenMs: number | undefined;
}

/** Told that the clock is right from now on, and what must be added to what it showed before; milliseconds. */
type OnTrusted = (shiftMs: number) => void;

/**
 * Watches the wall clock beside the device's own. It is surely wrong before the day the app was built and long after it; and, when the page
 * opens, a day or more before the kiosk last counted. It is right again when it was seen to be set to a possible time that is not before that
 * one, when it was set back to a possible time, or when a person says so.
 */
export class ClockTrust {
  readonly #builtMs: number;
  readonly #listeners = new Set<OnTrusted>();
  #last: Instant;
  #isTrusted: boolean;
  /** How far the clock must have come to be right without being set; milliseconds since 1970 UTC. */
  #rightFromMs = -DAY_MS;
  /** Where the clock would be had the device not been off at all: when the kiosk last counted, less the device's own clock then. */
  #expectedFromMs: number | undefined;
  /** From when on the clock is proven, on the device's own clock, milliseconds. */
  #provenFromMs = 0;

  constructor({ builtMs, lastSeenMs }: ClockBounds, start: Instant) {
    this.#builtMs = builtMs;
    this.#last = start;
    this.#isTrusted = this.#isPossible(start.wallMs);
    this.learn(lastSeenMs);
  }

  /** Whether time that was not just counted may be judged by this clock, as when old totals are deleted. */
  get isProven(): boolean {
    return this.#isTrusted && this.#last.monotonicMs >= this.#provenFromMs;
  }

  /** Learns late when the kiosk last counted (milliseconds since 1970 UTC), as when a database opens after the start. */
  learn(lastSeenMs: number | undefined): void {
    if (lastSeenMs !== undefined) {
      this.#rightFromMs = lastSeenMs - DAY_MS;
      this.#expectedFromMs = lastSeenMs - this.#last.monotonicMs;
      this.#isTrusted = this.#isTrusted && this.#last.wallMs > this.#rightFromMs;
    }
    this.#prove(this.#last);
  }

  get isTrusted(): boolean {
    return this.#isTrusted;
  }

  /** Calls `listener` whenever the clock comes right; returns how to stop. */
  onTrusted(listener: OnTrusted): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks at the clocks; must be called before anything is noted at `now`. */
  observe(now: Instant): void {
    const elapsedMs = now.monotonicMs - this.#last.monotonicMs;
    const setByMs = now.wallMs - this.#last.wallMs - elapsedMs;
    this.#last = now;
    const isPossible = this.#isPossible(now.wallMs);
    if (Math.abs(setByMs) > NEAR_MS) this.#prove(now);
    const isRight = now.wallMs > this.#rightFromMs;
    if (this.#isTrusted) this.#isTrusted = isPossible;
    // A device that slept for a moment looks like one that was set a little forward, and its clock is as wrong as before.
    else if (isPossible && Math.abs(setByMs) > CLOCK_JUMP_MS && (isRight || setByMs < 0))
      this.#trust(setByMs);
    else if (isPossible && isRight) this.#trust(0);
  }

  /** A person says that the clock is right as it is; means nothing while it shows an impossible time. */
  accept(): void {
    if (this.#isTrusted || !this.#isPossible(this.#last.wallMs)) return;
    this.#provenFromMs = this.#last.monotonicMs;
    this.#trust(0);
  }

  #prove({ wallMs, monotonicMs }: Instant): void {
    const offMs = wallMs - monotonicMs - (this.#expectedFromMs ?? -Infinity);
    this.#provenFromMs = Math.abs(offMs) <= NEAR_MS ? monotonicMs : monotonicMs + PROVEN_AFTER_MS;
  }

  #isPossible(wallMs: number): boolean {
    // A day of grace: the machine that built the app may be in another zone, or its clock a little ahead.
    return wallMs > this.#builtMs - DAY_MS && wallMs < this.#builtMs + LONGEST_LIFE_MS;
  }

  #trust(shiftMs: number): void {
    this.#isTrusted = true;
    for (const listener of this.#listeners) listener(shiftMs);
  }
}
