/** When to kill: at any instant, and more often than chance would just after something has happened. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RandomSource } from '../../src/counting/random.testing.ts';

const LONGEST_PAUSE_MS = 4_000;
/** How long something that happens is waited for, and how soon after it the moment is. */
const WATCH_MS = 4_000;
const SOON_MS = 40;

/** The moments of one torture. */
export class Moments {
  readonly #random: RandomSource;
  #watching: (() => void) | undefined;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  /** To be called when something happens that is worth being cut off. */
  readonly happen = (): void => {
    this.#watching?.();
    this.#watching = undefined;
  };

  /** Resolves at the next moment. */
  async next(): Promise<void> {
    await sleep(this.#random.between(0, LONGEST_PAUSE_MS));
    if (this.#random.chance(0.25)) return;
    const happened = new Promise<void>((resolve) => (this.#watching = resolve));
    await Promise.race([happened, sleep(WATCH_MS)]);
    await sleep(this.#random.between(0, SOON_MS));
  }
}
