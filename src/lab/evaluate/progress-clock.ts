/** How far an evaluation is, not more often than a person can read, with the time that is left. */
import type { EvaluationProgress } from '../../state/evaluation-state.ts';

const EVERY_MS = 200;
/** An estimate from less than this is a guess. */
const ESTIMATE_AFTER_MS = 2_000;

/** Turns counts into what is shown; each step has a time of its own. */
export class ProgressClock {
  #step: EvaluationProgress['step'] | undefined;
  #startMs = 0;
  #saidMs = -Infinity;

  /** The progress when it is time to say it; undefined otherwise. */
  take(
    step: EvaluationProgress['step'],
    done: number,
    total: number,
    nowMs = performance.now(),
  ): EvaluationProgress | undefined {
    if (step !== this.#step) {
      this.#step = step;
      this.#startMs = nowMs;
    } else if (nowMs - this.#saidMs < EVERY_MS) return undefined;
    this.#saidMs = nowMs;
    const elapsedMs = nowMs - this.#startMs;
    const known = done > 0 && total > 0 && elapsedMs >= ESTIMATE_AFTER_MS;
    return { step, done, total, remainingMs: known ? (elapsedMs / done) * (total - done) : undefined };
  }
}
