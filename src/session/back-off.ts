/** How a back-off waits; milliseconds. */
export interface BackOffTimes {
  /** The wait after a first failure; each further one in a row doubles it. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** What ran this long was well: its failure counts as a first one. */
  readonly wellAfterMs: number;
}

/** How long to wait before what failed is tried again: longer with each failure in a row. */
export class BackOff {
  readonly #times: BackOffTimes;
  #failures = 0;

  constructor(times: BackOffTimes) {
    this.#times = times;
  }

  /** Counts a failure after a run of `ranMs`, and answers how long to wait, milliseconds. */
  fail(ranMs: number): number {
    const { firstMs, longestMs, wellAfterMs } = this.#times;
    this.#failures = ranMs > wellAfterMs ? 1 : this.#failures + 1;
    return Math.min(firstMs * 2 ** (this.#failures - 1), longestMs);
  }

  /** Forgets all failures. */
  reset(): void {
    this.#failures = 0;
  }
}
