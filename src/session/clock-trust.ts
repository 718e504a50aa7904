/** Whether the wall clock can be believed. Pure: both clocks are handed in. */
import { CLOCK_JUMP_MS, type Instant } from './coverage.ts';

const DAY_MS = 24 * 3_600_000;
const YEAR_MS = 366 * DAY_MS;
/** A clock this far past the day on which the app was built is wrong: nobody runs a kiosk that old. */
const LONGEST_LIFE_MS = 20 * YEAR_MS;

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
 * opens, a day or more before the kiosk last counted. It is right again when it was seen to be set to a possible time, or when a person says so.
 */
export class ClockTrust {
  readonly #builtMs: number;
  readonly #listeners = new Set<OnTrusted>();
  #last: Instant;
  #isTrusted: boolean;
  /** How far the clock must have come to be right without being set; milliseconds since 1970 UTC. */
  readonly #rightFromMs: number;

  constructor({ builtMs, lastSeenMs = 0 }: ClockBounds, start: Instant) {
    this.#builtMs = builtMs;
    this.#rightFromMs = lastSeenMs - DAY_MS;
    this.#last = start;
    this.#isTrusted = this.#isPossible(start.wallMs) && start.wallMs > this.#rightFromMs;
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
    if (this.#isTrusted) this.#isTrusted = isPossible;
    else if (isPossible && Math.abs(setByMs) > CLOCK_JUMP_MS) this.#trust(setByMs);
    else if (isPossible && now.wallMs > this.#rightFromMs) this.#trust(0);
  }

  /** A person says that the clock is right as it is; means nothing while it shows an impossible time. */
  accept(): void {
    if (!this.#isTrusted && this.#isPossible(this.#last.wallMs)) this.#trust(0);
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
