/** How often a frame is asked for: as often as the engine answers, less when it runs hot or nobody can see the page. Pure. */
import type { Tier } from '../domain/face.ts';
import type { Pace } from '../state/snapshot.ts';

/** A median this many times the best one means heat or load; one below `COOL_BELOW` times means that it has passed. */
const HOT_ABOVE = 2;
const COOL_BELOW = 1.3;
/** Share of the time for which an engine that runs hot may be busy: the hotter, the less. */
const DUTY = { most: 0.8, least: 0.4 } as const;
/** A pause that is no longer needed shrinks by this factor a step, so that an engine at its limit does not swing. */
const RECOVERY = 0.8;
/** Shortest time from one frame to the next while the page is hidden, milliseconds. */
const HIDDEN_INTERVAL_MS = 500;
/** No pause makes it longer, milliseconds: a face is forgotten before it is believed where frames come more seldom (`UNCONFIRMED_GAP_MS`). */
const LONGEST_INTERVAL_MS = 1_000;

/** What pacing remembers from one step to the next; milliseconds. */
export interface PacingMemory {
  /** The lowest median time for which the engine was busy with a frame, by what makes frames alike. */
  readonly bestMs: ReadonlyMap<string, number>;
  readonly hot: boolean;
  /** Shortest time from asking for one frame to asking for the next. */
  readonly intervalMs: number;
}

/** Pacing that knows nothing yet, and asks for every frame. */
export const UNPACED: PacingMemory = { bestMs: new Map(), hot: false, intervalMs: 0 };

/** What an engine has to do for a frame: each face and each view of it costs time. */
export interface FrameLoad {
  readonly faces: number;
  readonly views: number;
}

/** Frames with the same name are alike: what one of them takes can be compared with what another took. */
export function nameOfLoad({ faces, views }: FrameLoad): string {
  return `${faces} faces in ${views} views`;
}

/** The latest frames that are alike. */
export interface PacingStep {
  /** What makes them so (`nameOfLoad`). */
  readonly load: string;
  /** Median time for which the engine was busy with one of them, milliseconds, above 0. */
  readonly medianMs: number;
}

/**
 * One step of pacing.
 *
 * The engine is hot from where a frame takes twice its best time until it takes less than 1.3 times. While it is, frames are
 * asked for so seldom that it is busy for at most 80 % of the time, falling to 40 % when a frame takes four times its best. No
 * lower: a GPU that has little to do lowers its clock and answers later still, which would look like more heat.
 * Nor does a pause leave less than a frame a second.
 */
export function nextPacing(
  { bestMs, hot, intervalMs }: PacingMemory,
  { load, medianMs }: PacingStep,
): PacingMemory {
  const best = Math.min(bestMs.get(load) ?? Infinity, medianMs);
  const slowdown = medianMs / best;
  const stillHot = slowdown > HOT_ABOVE || (hot && slowdown > COOL_BELOW);
  const duty = Math.min(Math.max((DUTY.most * HOT_ABOVE) / slowdown, DUTY.least), DUTY.most);
  const needed = stillHot ? Math.min(medianMs / duty, LONGEST_INTERVAL_MS) : 0;
  const shrunk = intervalMs * RECOVERY;
  // An interval shorter than the frame itself holds nothing back.
  return {
    bestMs: new Map(bestMs).set(load, best),
    hot: stillHot,
    intervalMs: Math.max(needed, shrunk > medianMs ? shrunk : 0),
  };
}

/** Shortest time from asking for one frame to asking for the next, milliseconds, and what makes it so long. */
export function paceOf(
  { intervalMs }: PacingMemory,
  hidden: boolean,
): { readonly intervalMs: number; readonly pace: Pace } {
  if (hidden && intervalMs < HIDDEN_INTERVAL_MS) return { intervalMs: HIDDEN_INTERVAL_MS, pace: 'hidden' };
  return { intervalMs, pace: intervalMs > 0 ? 'hot' : 'full' };
}

/** How many frames may be with the engine at once: while a GPU computes one, the next can be made ready; a processor gains nothing. */
export function framesAtOnce(tier: Tier, softwareAdapter: boolean): 1 | 2 {
  return tier === 'wgsl' && !softwareAdapter ? 2 : 1;
}

const HANGS = { leastMs: 5_000, mostMs: 30_000, latencies: 20 } as const;

/**
 * How long an engine may leave a frame without an answer before it counts as hanging, milliseconds.
 *
 * @param p95Ms 95th percentile of its latest latencies; undefined while it may have to compile for the frame first
 */
export function hangsAfterMs(p95Ms: number | undefined): number {
  if (p95Ms === undefined) return HANGS.mostMs;
  return Math.min(Math.max(HANGS.latencies * p95Ms, HANGS.leastMs), HANGS.mostMs);
}
