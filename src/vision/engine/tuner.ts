/** Tunes plans for the device they run on, and remembers what it found from one start to the next. */
import type { PlanStep } from './plan.ts';
import { applyTuning, measureTuning, type Tuning } from './tuning.ts';

/** Steps to the same steps as they run fastest for so many items; their buffers must hold as many. */
export type Tuner = (steps: readonly PlanStep[], items: number) => Promise<readonly PlanStep[]>;

/** Leaves all steps as they are: where it is not worth the time. */
export const untuned: Tuner = (steps) => Promise.resolve(steps);

/** A start may take this much longer for each network while there is still something to try, milliseconds. */
const BUDGET_MS = 1_500;

/** The browser's cache serves in a worker without a database; what it loses is only measured again. */
const CACHE_NAME = 'vestibule-tuning';

function cacheKey(adapter: string): string {
  return `/tuning/${import.meta.env['VITE_APP_VERSION']}/${encodeURIComponent(adapter)}`;
}

async function readTuning(adapter: string): Promise<Tuning> {
  try {
    const kept = await (await caches.open(CACHE_NAME)).match(cacheKey(adapter));
    return kept === undefined ? {} : ((await kept.json()) as Tuning);
  } catch {
    // Expected trouble: a browser that keeps nothing, or a damaged entry. Tuning begins anew.
    return {};
  }
}

async function keepTuning(adapter: string, tuning: Tuning): Promise<void> {
  try {
    await (await caches.open(CACHE_NAME)).put(cacheKey(adapter), Response.json(tuning));
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
  return async (steps, items) => {
    const known = await readTuning(adapter);
    const tuning = await measureTuning(device, steps, { known, budgetMs: BUDGET_MS, items });
    if (tuning !== known) await keepTuning(adapter, tuning);
    return applyTuning(steps, tuning);
  };
}
