/** Keeps a vision engine running: starts it, and starts it again with back-off when it is lost. */
import type { State } from '../state/state.ts';
import { createVisionClient, isVisionFault, type VisionClient } from '../vision/client.ts';
import type { VisionFault, VisionOptions } from '../vision/protocol.ts';
import { BackOff } from './back-off.ts';
import { createInterruptibleSleep } from './interruptible-sleep.ts';

const RETRIES = { firstMs: 2_000, longestMs: 60_000, wellAfterMs: 60_000 };

/** The engine, while there is one. */
export interface EngineKeeper {
  /** Undefined while the engine is being started or has a fault. */
  readonly client: () => VisionClient | undefined;
  /** Gives the running engine up, as one that no longer answers; another is started after a pause. */
  readonly fail: (fault: VisionFault) => void;
  /** Starts another engine in place of this one. */
  readonly restart: (wanted: VisionOptions) => void;
  /** Tries again at once. */
  readonly retry: () => void;
  readonly dispose: () => void;
}

class RestartingEngine implements EngineKeeper {
  readonly #state: State;
  readonly #pause = createInterruptibleSleep();
  readonly #backOff = new BackOff(RETRIES);
  #wanted: VisionOptions;
  #client: VisionClient | undefined;
  /** Ends the present life of the engine. */
  #end: ((fault: VisionFault | undefined) => void) | undefined;
  #disposed = false;

  constructor(state: State, wanted: VisionOptions) {
    this.#state = state;
    this.#wanted = wanted;
  }

  client(): VisionClient | undefined {
    return this.#client;
  }

  fail(fault: VisionFault): void {
    this.#end?.(fault);
  }

  restart(wanted: VisionOptions): void {
    this.#wanted = wanted;
    this.#end?.(undefined);
    this.retry();
  }

  retry(): void {
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
      const startMs = performance.now();
      const fault = await this.#runOnce();
      if (fault !== undefined) await this.#waitAfter(fault, performance.now() - startMs);
    }
  }

  /** One life of an engine: the fault that ended it, or undefined when it was asked to end. */
  async #runOnce(): Promise<VisionFault | undefined> {
    const ended = Promise.withResolvers<VisionFault | undefined>();
    this.#end = ended.resolve;
    this.#state.write({ engine: { status: 'starting' } });
    const client = await createVisionClient(this.#wanted, ended.resolve);
    if (isVisionFault(client)) return client;
    this.#client = client;
    this.#state.write({ engine: { status: 'running', report: client.report, performance: undefined } });
    const fault = await ended.promise;
    this.#client = undefined;
    client.dispose();
    return fault;
  }

  async #waitAfter({ message }: VisionFault, ranMs: number): Promise<void> {
    const retryMs = this.#backOff.fail(ranMs);
    const retryAtMs = Date.now() + retryMs;
    this.#state.write({ engine: { status: 'fault', message, retryAtMs }, live: undefined });
    await this.#pause.sleep(retryMs);
  }
}

/** Begins to keep an engine; its state goes into `state.engine`. */
export function keepEngine(state: State, wanted: VisionOptions): EngineKeeper {
  const engine = new RestartingEngine(state, wanted);
  void engine.run();
  return engine;
}
