/** Keeps the pace of one stream: waits before each frame, and learns from how long the engine was busy with it. */
import type { Pace } from '../state/snapshot.ts';
import { nameOfLoad, nextPacing, paceOf, UNPACED, type FrameLoad } from './pacing.ts';
import { median } from '../domain/percentile.ts';

/** One step of pacing is made of the frames of at least this long, milliseconds, and of at least so many that are alike. */
const STEP_MS = 2_000;
const STEP_FRAMES = 8;

/** The pace of one stream through one engine. */
export class Pacer {
  #memory = UNPACED;
  /** Times of the frames since the last step, by what makes them alike. */
  readonly #busyMs = new Map<string, number[]>();
  #stepFromMs = performance.now();
  #askedMs = -Infinity;

  /** How frames are asked for at present. */
  get pace(): Pace {
    return paceOf(this.#memory, document.hidden).pace;
  }

  /** Waits until the next frame may be asked for. */
  async turn(): Promise<void> {
    const waitMs = this.#askedMs + paceOf(this.#memory, document.hidden).intervalMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    this.#askedMs = performance.now();
  }

  /** Learns that the engine was busy for so long, milliseconds, with a frame of that load. */
  add(frame: FrameLoad, busyMs: number): void {
    // Browsers slow a hidden page down as well; that is no heat.
    if (document.hidden) return;
    const nowMs = performance.now();
    const load = nameOfLoad(frame);
    const alike = this.#busyMs.get(load) ?? [];
    alike.push(busyMs);
    this.#busyMs.set(load, alike);
    if (alike.length < STEP_FRAMES || nowMs - this.#stepFromMs < STEP_MS) return;
    this.#memory = nextPacing(this.#memory, { load, medianMs: median(alike) });
    // Of the others too little is known to say more.
    this.#busyMs.clear();
    this.#stepFromMs = nowMs;
  }
}
