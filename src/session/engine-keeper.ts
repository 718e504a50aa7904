/** Keeps a vision engine running: starts it, and starts it again, or another, when it is lost. */
import type { Tier } from '../domain/face.ts';
import type { State } from '../state/state.ts';
import { createVisionClient, isVisionFault, type VisionClient } from '../vision/client.ts';
import type { VisionFault, VisionOptions } from '../vision/protocol.ts';
import { createInterruptibleSleep } from './interruptible-sleep.ts';
import { RecoveryPlan } from './recovery.ts';
import { actWhenEmpty } from './when-empty.ts';

/** A start that takes longer hangs, milliseconds; software adapters compile for half a minute, busy ones for longer. */
const START_LIMIT_MS = 120_000;

/** The engine, while there is one. */
export interface EngineKeeper {
  /** Undefined while the engine is being started or has a fault. */
  readonly client: () => VisionClient | undefined;
  /** Gives an engine up that no longer answers as it should; another is started after a pause. Means nothing once it is gone. */
  readonly fail: (client: VisionClient, fault: VisionFault) => void;
  /** Starts another engine in place of this one. */
  readonly restart: (wanted: VisionOptions) => void;
  /** Tries again at once. */
  readonly retry: () => void;
  readonly dispose: () => void;
}

/** How one engine ended. */
interface EngineEnd {
  /** Undefined when it was asked to end. */
  readonly fault: VisionFault | undefined;
  /** Its rung; undefined when it did not start. */
  readonly tier: Tier | undefined;
  /** How long it ran, milliseconds. */
  readonly ranMs: number;
}

/** Browsers throw where nobody expects it; that is reported for whoever must find it, and must not end counting for good. */
function brokenEngine(error: unknown): EngineEnd {
  reportError(error);
  return { fault: { kind: 'device-lost', message: String(error) }, tier: undefined, ranMs: 0 };
}

class RestartingEngine implements EngineKeeper {
  readonly #state: State;
  readonly #reload: () => boolean;
  readonly #pause = createInterruptibleSleep();
  readonly #recovery = new RecoveryPlan();
  #wanted: VisionOptions;
  #client: VisionClient | undefined;
  /** Ends the present life of the engine. */
  #end: ((fault: VisionFault | undefined) => void) | undefined;
  #disposed = false;

  constructor(state: State, wanted: VisionOptions, reload: () => boolean) {
    this.#state = state;
    this.#wanted = wanted;
    this.#reload = reload;
  }

  client(): VisionClient | undefined {
    return this.#client;
  }

  fail(client: VisionClient, fault: VisionFault): void {
    if (client === this.#client) this.#end?.(fault);
  }

  restart(wanted: VisionOptions): void {
    this.#wanted = wanted;
    this.#end?.(undefined);
    this.retry();
  }

  retry(): void {
    this.#recovery.reset();
    this.#pause.wake();
  }

  dispose(): void {
    this.#disposed = true;
    this.#end?.(undefined);
    this.#pause.wake();
  }

  /** One life of the engine after another, until `dispose`. */
  async run(): Promise<void> {
    while (!this.#disposed) {
      const { fault, tier, ranMs } = await this.#runOnce().catch(brokenEngine);
      if (fault !== undefined) await this.#recover(fault, tier, ranMs);
    }
  }

  /** One life of an engine. */
  async #runOnce(): Promise<EngineEnd> {
    const ended = Promise.withResolvers<VisionFault | undefined>();
    const giveUp = new AbortController();
    this.#end = (fault) => {
      ended.resolve(fault);
      giveUp.abort();
    };
    const limit = setTimeout(() => this.#end?.(LATE), START_LIMIT_MS);
    this.#state.write({ engine: { status: 'starting' } });
    const client = await createVisionClient(this.#asked(), ended.resolve, giveUp.signal);
    clearTimeout(limit);
    if (isVisionFault(client)) {
      // Whoever gave the start up has said why; what did not start by itself says so here.
      ended.resolve(client);
      return { fault: await ended.promise, tier: undefined, ranMs: 0 };
    }
    this.#client = client;
    const startMs = performance.now();
    this.#state.write({ engine: { status: 'running', report: client.report, performance: undefined } });
    const callOff = this.#climbLater();
    const fault = await ended.promise;
    callOff();
    this.#client = undefined;
    client.dispose();
    return { fault, tier: client.report.tier, ranMs: performance.now() - startMs };
  }

  /** Gives the rungs above another chance, after a while and with nobody in view; returns how to call it off. */
  #climbLater(): () => void {
    const { climbAfterMs } = this.#recovery;
    if (climbAfterMs === undefined) return () => {};
    return actWhenEmpty(this.#state, climbAfterMs, () => {
      this.#recovery.climb();
      this.#end?.(undefined);
    });
  }

  #asked(): VisionOptions {
    const { tier } = this.#recovery;
    return tier === undefined ? this.#wanted : { ...this.#wanted, tier };
  }

  async #recover({ message }: VisionFault, tier: Tier | undefined, ranMs: number): Promise<void> {
    const { waitMs, reload } = this.#recovery.lose(tier, ranMs);
    const reloading = reload && this.#reload();
    const retryAtMs = Date.now() + waitMs;
    this.#state.write({ engine: { status: 'fault', message, retryAtMs }, live: undefined });
    await this.#pause.sleep(reloading ? undefined : waitMs);
  }
}

const LATE: VisionFault = {
  kind: 'device-lost',
  message: `The vision engine did not start within ${START_LIMIT_MS / 1000} s.`,
};

/**
 * Begins to keep an engine; its state goes into `state.engine`.
 *
 * @param reload called when no engine can be kept; loads the page anew, or answers false when that must not be done now
 */
export function keepEngine(state: State, wanted: VisionOptions, reload: () => boolean): EngineKeeper {
  const engine = new RestartingEngine(state, wanted, reload);
  void engine.run();
  return engine;
}
