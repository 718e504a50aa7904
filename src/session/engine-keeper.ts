/** Keeps a vision engine running: starts it, and starts it again, or another, when it is lost. */
import type { PassedOver } from '../domain/engine.ts';
import type { Tier } from '../domain/face.ts';
import type { State } from '../state/state.ts';
import type { VisionClient } from '../vision/client.ts';
import type { VisionFault, VisionOptions } from '../vision/protocol.ts';
import { createInterruptibleSleep } from './interruptible-sleep.ts';
import { RecoveryPlan, type Loss } from './recovery.ts';
import { isFailedStart, startEngine, type StartedEngine } from './started-engine.ts';
import { whenEmpty } from './when-empty.ts';

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
interface EngineEnd extends Loss {
  /** Undefined when it was asked to end. */
  readonly fault: VisionFault | undefined;
}

/** Browsers throw where nobody expects it; that is reported for whoever must find it, and must not end counting for good. */
function brokenEngine(error: unknown): EngineEnd {
  reportError(error);
  return notStarted({ kind: 'device-lost', message: String(error) });
}

function notStarted(fault: VisionFault | undefined): EngineEnd {
  return { fault, tier: undefined, ranMs: 0, startMs: 0 };
}

class RestartingEngine implements EngineKeeper {
  readonly #state: State;
  readonly #reload: () => boolean;
  readonly #pause = createInterruptibleSleep();
  readonly #recovery = new RecoveryPlan();
  #wanted: VisionOptions;
  #client: VisionClient | undefined;
  /** Started beside the one that counts, to take its place. */
  #successor: StartedEngine | undefined;
  /** Why the rung that was left last does not count. */
  #left: PassedOver | undefined;
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
    this.#endLife();
    this.retry();
  }

  retry(): void {
    this.#recovery.reset();
    this.#pause.wake();
  }

  dispose(): void {
    this.#disposed = true;
    this.#endLife();
    this.#pause.wake();
  }

  /** One life of the engine after another, until `dispose`. */
  async run(): Promise<void> {
    while (!this.#disposed) {
      const end = await this.#runOnce().catch(brokenEngine);
      if (end.fault !== undefined) await this.#recover(end, end.fault);
    }
  }

  #endLife(): void {
    this.#successor?.client.dispose();
    this.#successor = undefined;
    this.#end?.(undefined);
  }

  async #runOnce(): Promise<EngineEnd> {
    const successor = this.#successor;
    this.#successor = undefined;
    if (successor !== undefined) return this.#live(successor);
    const giveUp = new AbortController();
    this.#end = () => giveUp.abort();
    this.#state.write({ engine: { status: 'starting' } });
    const started = await startEngine(this.#asked(), giveUp.signal);
    if (!isFailedStart(started)) return this.#live(started);
    return notStarted(giveUp.signal.aborted ? undefined : started);
  }

  /** The life of an engine from its start until it is lost or asked to end. */
  async #live({ client, lost, startMs }: StartedEngine): Promise<EngineEnd> {
    const ended = Promise.withResolvers<VisionFault | undefined>();
    this.#end = ended.resolve;
    void lost.then(ended.resolve);
    this.#client = this.#explained(client);
    const { report } = this.#client;
    const fromMs = performance.now();
    this.#state.write({ engine: { status: 'running', report, performance: undefined } });
    const climbing = new AbortController();
    this.#climb(report.tier, climbing.signal).catch(reportError);
    const fault = await ended.promise;
    climbing.abort();
    this.#client = undefined;
    client.dispose();
    return { fault, tier: report.tier, ranMs: performance.now() - fromMs, startMs };
  }

  /** The engine with a report that says why the rung that was lost does not count. */
  #explained(client: VisionClient): VisionClient {
    if (this.#recovery.tier === undefined || this.#left === undefined) return client;
    const { report } = client;
    return { ...client, report: { ...report, passedOver: [this.#left, ...report.passedOver] } };
  }

  /** Gives the rungs above `tier`, which counts on meanwhile, another chance, until one of them takes its place. */
  async #climb(tier: Tier, callOff: AbortSignal): Promise<void> {
    for (;;) {
      const { climbAfterMs, climbTo } = this.#recovery;
      if (climbAfterMs === undefined) return;
      if (climbAfterMs > 0) await whenEmpty(this.#state, climbAfterMs, callOff);
      if (callOff.aborted) return;
      const wanted = { ...this.#wanted, tier: climbTo ?? this.#wanted.tier };
      const started = await startEngine(wanted, callOff);
      if (callOff.aborted) return;
      if (!isFailedStart(started) && started.client.report.tier !== tier) {
        this.#recovery.climb();
        this.#successor = started;
        return this.#end?.(undefined);
      }
      if (!isFailedStart(started)) started.client.dispose();
      this.#recovery.stay(tier);
    }
  }

  #asked(): VisionOptions {
    const { tier } = this.#recovery;
    return tier === undefined ? this.#wanted : { ...this.#wanted, tier };
  }

  async #recover(loss: Loss, { message }: VisionFault): Promise<void> {
    const { waitMs, reload } = this.#recovery.lose(loss);
    const reason = `It was lost, and gets another chance later: ${message}`;
    // A stand-in that was lost itself is only started again.
    if (loss.tier !== undefined && loss.tier !== this.#recovery.tier)
      this.#left = { tier: loss.tier, reason };
    const reloading = reload && this.#reload();
    const retryAtMs = Date.now() + waitMs;
    this.#state.write({ engine: { status: 'fault', message, retryAtMs }, live: undefined });
    await this.#pause.sleep(reloading ? undefined : waitMs);
  }
}

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
