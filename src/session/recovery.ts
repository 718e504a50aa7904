/** What to do after the engine was lost: start it again, then another one, then the page. Pure. */
import { TIERS, type Tier } from '../domain/face.ts';
import { BackOff } from './back-off.ts';

/** So many losses in a row are the rung's fault; a single one may be the driver's or the browser's. */
const LOSSES_A_RUNG = 3;
/** A rung that was left is tried again after an hour, milliseconds; and after twice as long each further time, up to a day. */
const CLIMB = { firstMs: 3_600_000, longestMs: 86_400_000 };
const RETRIES = { firstMs: 500, longestMs: 60_000, wellAfterMs: 60_000 };
/** Nothing starts sooner than this rung, which needs no graphics adapter and compiles nothing of its own. */
const STAND_IN: Tier = 'wasm';
/** What took longer to start is worth a stand-in while it starts again, milliseconds. */
const SLOW_START_MS = 5_000;

/** An engine that was lost. */
export interface Loss {
  /** Undefined when the engine did not come so far as to choose a rung. */
  readonly tier: Tier | undefined;
  /** How long it had run, milliseconds; 0 when it did not start. */
  readonly ranMs: number;
  /** How long it had taken to start, milliseconds; 0 when it did not. */
  readonly startMs: number;
}

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
  /** The rung that was reached by leaving others. */
  #tier: Tier | undefined;
  #standsIn = false;

  /** The rung to ask for, when those above it were lost too often or start slowly; undefined leaves the choice to the engine. */
  get tier(): Tier | undefined {
    return this.#standsIn ? STAND_IN : this.#tier;
  }

  /** How long the rung that is asked for runs before those above it get another chance, milliseconds; undefined at the top. */
  get climbAfterMs(): number | undefined {
    if (this.#standsIn) return 0;
    return this.#tier === undefined
      ? undefined
      : Math.min(CLIMB.longestMs, CLIMB.firstMs * 2 ** this.#climbs);
  }

  /** The rung to climb to; undefined leaves the choice to the engine. */
  get climbTo(): Tier | undefined {
    return this.#standsIn ? this.#tier : undefined;
  }

  /** The way on after another loss. */
  lose({ tier, ranMs, startMs }: Loss): Recovery {
    this.#losses = ranMs > RETRIES.wellAfterMs ? 1 : this.#losses + 1;
    const waitMs = this.#backOff.fail(ranMs);
    if (this.#losses % LOSSES_A_RUNG !== 0) {
      this.#standsIn ||= startMs > SLOW_START_MS && isAboveStandIn(tier);
      return { waitMs, reload: false };
    }
    const lost = tier ?? this.tier ?? TIERS[0];
    this.#standsIn = false;
    this.#tier = TIERS[TIERS.indexOf(lost) + 1];
    // The next rung is not to blame for the one before; but when all were tried, there is no hurry.
    if (this.#tier !== undefined) this.#backOff.reset();
    return { waitMs, reload: this.#tier === undefined };
  }

  /** Notes that the rung to climb to runs. */
  climb(): void {
    if (!this.#standsIn) this.#leaveLater(undefined);
    this.#standsIn = false;
  }

  /** Notes that it does not run, and that `tier` counts on. */
  stay(tier: Tier): void {
    if (this.#standsIn) this.#tier = tier;
    else this.#leaveLater(tier);
    this.#standsIn = false;
  }

  /** Forgets all losses, and leaves the choice of the rung to the engine again. */
  reset(): void {
    this.#losses = 0;
    this.#climbs = 0;
    this.#tier = undefined;
    this.#standsIn = false;
    this.#backOff.reset();
  }

  /** Asks for `tier` from now on; should it be left again, the next climb is later. */
  #leaveLater(tier: Tier | undefined): void {
    this.#climbs++;
    this.#losses = 0;
    this.#tier = tier;
  }
}

function isAboveStandIn(tier: Tier | undefined): boolean {
  return tier !== undefined && TIERS.indexOf(tier) < TIERS.indexOf(STAND_IN);
}
