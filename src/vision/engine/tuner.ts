/** Tunes plans for the device they run on, and remembers what it found from one start to the next. */
import type { BufferPool } from './buffers.ts';
import { createHalver } from './halves.ts';
import { measureTuning, type Abilities, type TunedNetwork } from './measure-tuning.ts';
import type { PlanStep } from './plan.ts';
import { areQuadsInOrder } from './quads.ts';
import { applyTuning, type Tuning } from './tuning.ts';

/**
 * The steps of a network as they run fastest for so many items; its buffers must hold as many. Weights in another format are the pool's.
 */
export type Tuner = (network: TunedNetwork, items: number, pool: BufferPool) => Promise<readonly PlanStep[]>;

/** Leaves all steps as they are: where it is not worth the time. */
export const untuned: Tuner = ({ steps }) => Promise.resolve(steps);

/** A start begins no further shape of a network after so long, milliseconds. */
const BUDGET_MS = 1_500;

/** The browser's cache serves in a worker without a database; what it loses is only measured again. */
const CACHE_NAME = 'vestibule-tuning';

/** Where what was found lies. A driver that gives up an ability must not be handed choices that need it. */
function cacheKey(adapter: string, { quads, halves }: Abilities): string {
  const version = import.meta.env['VITE_APP_VERSION'];
  const abilities = [...(quads ? ['quads'] : []), ...halves].join('+');
  return `/tuning/${version}/${encodeURIComponent(adapter)}/${abilities}`;
}

/** Asks a device what it can do. */
export async function abilitiesOf(device: GPUDevice): Promise<Abilities> {
  const quads = await areQuadsInOrder(device);
  return { quads, halves: device.features.has('shader-f16') ? ['pairs', 'f16'] : ['pairs'] };
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

/** Forgets what was found on any device, because a network is wrong with it, or does not run; the next start measures again. */
export async function forgetTuning(): Promise<void> {
  try {
    await caches.delete(CACHE_NAME);
  } catch {
    // Expected trouble: a browser that keeps nothing.
  }
}

/**
 * A tuner for one device.
 *
 * @param adapter in words; what was found is kept for it and this version of the app
 */
export function createTuner(device: GPUDevice, adapter: string): Tuner {
  let asked: Promise<Abilities> | undefined;
  return async (network, items, pool) => {
    const abilities = await (asked ??= abilitiesOf(device));
    const key = cacheKey(adapter, abilities);
    const known = await readTuning(key);
    const tuning = await measureTuning(device, network, { known, budgetMs: BUDGET_MS, items, ...abilities });
    if (tuning !== known) await keepTuning(key, tuning);
    return applyTuning(network.steps, tuning, await createHalver(device, pool));
  };
}
