/** Tunes plans for the device they run on, and remembers what it found from one start to the next. */
import type { PlanStep } from './plan.ts';
import { areQuadsInOrder } from './quads.ts';
import { applyTuning, measureTuning, type Tuning } from './tuning.ts';

/** Steps to the same steps as they run fastest for so many items; their buffers must hold as many. */
export type Tuner = (steps: readonly PlanStep[], items: number) => Promise<readonly PlanStep[]>;

/** Leaves all steps as they are: where it is not worth the time. */
export const untuned: Tuner = (steps) => Promise.resolve(steps);

/** A start may take this much longer for each network while there is still something to try, milliseconds. */
const BUDGET_MS = 1_500;

/** The browser's cache serves in a worker without a database; what it loses is only measured again. */
const CACHE_NAME = 'vestibule-tuning';

/** Where what was found lies. A driver that gives up its quads must not be handed choices that need them. */
function cacheKey(adapter: string, quads: boolean): string {
  const version = import.meta.env['VITE_APP_VERSION'];
  return `/tuning/${version}/${encodeURIComponent(adapter)}${quads ? '/quads' : ''}`;
}

async function readTuning(key: string): Promise<Tuning> {
  try {
    const kept = await (await caches.open(CACHE_NAME)).match(key);
    return kept === undefined ? {} : ((await kept.json()) as Tuning);
  } catch {
    // Expected trouble: a browser that keeps nothing, or a damaged entry. Tuning begins anew.
    return {};
  }
}

async function keepTuning(key: string, tuning: Tuning): Promise<void> {
  try {
    await (await caches.open(CACHE_NAME)).put(key, Response.json(tuning));
  } catch {
    // Expected trouble: a full disk. The next start measures again.
  }
}

/**
 * A tuner for one device.
 *
 * @param adapter in words; what was found is kept for it and this version of the app
 */
export function createTuner(device: GPUDevice, adapter: string): Tuner {
  let asked: Promise<boolean> | undefined;
  return async (steps, items) => {
    const quads = await (asked ??= areQuadsInOrder(device));
    const key = cacheKey(adapter, quads);
    const known = await readTuning(key);
    const tuning = await measureTuning(device, steps, { known, budgetMs: BUDGET_MS, items, quads });
    if (tuning !== known) await keepTuning(key, tuning);
    return applyTuning(steps, tuning);
  };
}
