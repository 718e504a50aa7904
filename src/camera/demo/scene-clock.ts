/**
 * The demo walks at most this far from one frame to the next, milliseconds. On a slow engine it is a slow demo, in which people
 * can be followed and boxes lie where the faces are, instead of one in which everybody leaps.
 */
export const LONGEST_STEP_MS = 400;

/** The demo's own time: runs with the real one, but waits for whoever takes the frames. */
export class SceneClock {
  #sceneMs = 0;
  #lastMs: number;
  #leftMs = LONGEST_STEP_MS;

  /** Starts at scene time 0; `nowMs` is real time, milliseconds, here as in `advance`. */
  constructor(nowMs: number) {
    this.#lastMs = nowMs;
  }

  /** Milliseconds since the scene began. */
  get sceneMs(): number {
    return this.#sceneMs;
  }

  /** Goes on with real time, as far as the step allows; answers the new `sceneMs`. */
  advance(nowMs: number): number {
    const elapsedMs = Math.min(nowMs - this.#lastMs, this.#leftMs);
    this.#lastMs = nowMs;
    this.#leftMs -= elapsedMs;
    this.#sceneMs += elapsedMs;
    return this.#sceneMs;
  }

  /** Allows another whole step, because a frame was taken. */
  allowStep(): void {
    this.#leftMs = LONGEST_STEP_MS;
  }
}
