/** Keeps a vision engine running: starts it, and starts it again with back-off when it is lost. */
import type { DetectorRange } from '../domain/face.ts';
import type { State } from '../state/state.ts';
import { createVisionClient, isVisionFault, type VisionClient } from '../vision/client.ts';
import type { VisionFault } from '../vision/protocol.ts';
import { backOff, createInterruptibleSleep } from './interruptible-sleep.ts';

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;
/** An engine that ran this long was well; its loss starts the back-off anew. */
const WELL_AFTER_MS = 60_000;

/** The engine, while there is one. */
export interface EngineKeeper {
  /** Undefined while the engine is being started or has a fault. */
  readonly client: () => VisionClient | undefined;
  /** Gives the running engine up, as one that no longer answers; another is started after a pause. */
  readonly fail: (fault: VisionFault) => void;
  /** Starts the engine anew for another range of the detector. */
  readonly restart: (range: DetectorRange) => void;
  /** Tries again at once. */
  readonly retry: () => void;
  readonly dispose: () => void;
}

/** Begins to keep an engine; its state goes into `state.engine`. */
export function keepEngine(state: State, firstRange: DetectorRange): EngineKeeper {
  const pause = createInterruptibleSleep();
  let range = firstRange;
  let client: VisionClient | undefined;
  let end: ((fault: VisionFault | undefined) => void) | undefined;
  const life = new AbortController();

  /** One life of an engine: the fault that ended it, or undefined when it was asked to end. */
  const runOnce = async (): Promise<VisionFault | undefined> => {
    const ended = Promise.withResolvers<VisionFault | undefined>();
    end = ended.resolve;
    state.write({ engine: { status: 'starting' } });
    const started = await createVisionClient(range, ended.resolve);
    if (isVisionFault(started)) return started;
    client = started;
    state.write({ engine: { status: 'running', report: started.report, performance: undefined } });
    const fault = await ended.promise;
    client = undefined;
    started.dispose();
    return fault;
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!life.signal.aborted) {
      const startMs = performance.now();
      const fault = await runOnce();
      if (fault === undefined) continue;
      failures = performance.now() - startMs > WELL_AFTER_MS ? 1 : failures + 1;
      const retryMs = backOff(failures, FIRST_RETRY_MS, LONGEST_RETRY_MS);
      state.write({
        engine: { status: 'fault', message: fault.message, retryAtMs: Date.now() + retryMs },
        live: undefined,
      });
      await pause.sleep(retryMs);
    }
  };
  void run();

  return {
    client: () => client,
    fail: (fault) => end?.(fault),
    restart(newRange) {
      range = newRange;
      end?.(undefined);
      pause.wake();
    },
    retry: pause.wake,
    dispose() {
      life.abort();
      end?.(undefined);
      pause.wake();
    },
  };
}
