/** What to do after the engine was lost: start it again, then another one, then the page. Pure. */
import { TIERS, type Tier } from '../domain/face.ts';
import { BackOff } from './back-off.ts';

/** So many losses in a row are the rung's fault; a single one may be the driver's or the browser's. */
const LOSSES_A_RUNG = 3;
/** A rung that was left is tried again after an hour, milliseconds; and after twice as long each further time, up to a day. */
const CLIMB = { firstMs: 3_600_000, longestMs: 86_400_000 };
const RETRIES = { firstMs: 500, longestMs: 60_000, wellAfterMs: 60_000 };

/** The way on after a loss. */
export interface Recovery {
  /** How long to wait before, milliseconds. */
  readonly waitMs: number;
  /** Whether every rung was tried, so that only a new page may help. */
  readonly reload: boolean;
}

/** Remembers the losses of one engine. */
export class RecoveryPlan {
  readonly #backOff = new BackOff(RETRIES);
  #losses = 0;
  #climbs = 0;
  #tier: Tier | undefined;

  /** The rung to ask for, when those above it were lost too often; undefined leaves the choice to the engine. */
  get tier(): Tier | undefined {
    return this.#tier;
  }

  /**
   * The way on after another loss.
   *
   * @param tier the rung that was lost; undefined when the engine did not come so far as to choose one
   * @param ranMs how long it had run, milliseconds; 0 when it did not start
   */
  lose(tier: Tier | undefined, ranMs: number): Recovery {
    this.#losses = ranMs > RETRIES.wellAfterMs ? 1 : this.#losses + 1;
    const waitMs = this.#backOff.fail(ranMs);
    if (this.#losses % LOSSES_A_RUNG !== 0) return { waitMs, reload: false };
    const lost = tier ?? this.#tier ?? TIERS[0];
    this.#tier = TIERS[TIERS.indexOf(lost) + 1];
    // The next rung is not to blame for the one before; but when all were tried, there is no hurry.
    if (this.#tier !== undefined) this.#backOff.reset();
    return { waitMs, reload: this.#tier === undefined };
  }

  /** How long the rung that is asked for may run before those above it get another chance, milliseconds; undefined at the top. */
  get climbAfterMs(): number | undefined {
    return this.#tier === undefined
      ? undefined
      : Math.min(CLIMB.longestMs, CLIMB.firstMs * 2 ** this.#climbs);
  }

  /** Leaves the choice of the rung to the engine again; if that is in vain, the next time is later. */
  climb(): void {
    this.#climbs++;
    this.#losses = 0;
    this.#tier = undefined;
  }

  /** Forgets all losses, and leaves the choice of the rung to the engine again. */
  reset(): void {
    this.#losses = 0;
    this.#climbs = 0;
    this.#tier = undefined;
    this.#backOff.reset();
  }
}
