import type { Tier } from '../domain/face.ts';
import type { State } from '../state/state.ts';
import type { VisionOptions } from '../vision/protocol.ts';
import { keepEngine, type EngineKeeper } from './engine-keeper.ts';
import type { StoreKeeper } from './store-keeper.ts';
import { WeightsKeeper } from './weights-keeper.ts';

/** What says which engine is wanted. */
interface CountingEngineParts {
  readonly state: State;
  readonly keeper: StoreKeeper;
  /** The tier that the page's address names; it counts for more than the settings. */
  readonly tier: Tier | undefined;
}

/** The engine that counts, kept running, as address, settings and the person's own weights ask. */
export interface CountingEngine {
  readonly engine: EngineKeeper;
  readonly weights: WeightsKeeper;
  /** Starts another one, because what is asked for has changed. */
  readonly restart: () => void;
}

/**
 * Starts it.
 *
 * @param reload called when no engine can be kept; loads the page anew, or answers false when that must not be done now
 */
export async function startCountingEngine(
  { state, keeper, tier }: CountingEngineParts,
  reload: () => boolean,
): Promise<CountingEngine> {
  const weights = new WeightsKeeper(state, keeper.open);
  const wanted = (): VisionOptions => {
    const { settings } = state.snapshot();
    return { range: settings.range, tier: tier ?? settings.tier, model: weights.classifier };
  };
  await weights.start();
  const engine = keepEngine(state, wanted(), reload);
  const restart = (): void => engine.restart(wanted());
  weights.onChange = restart;
  return { engine, weights, restart };
}
