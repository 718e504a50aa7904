/** One engine from its start: ready or given up, and how long that took. */
import { createVisionClient, isVisionFault, type VisionClient } from '../vision/client.ts';
import type { VisionFault, VisionOptions } from '../vision/protocol.ts';

/** A start that takes longer hangs, milliseconds; software adapters compile for half a minute, busy ones for longer. */
const START_LIMIT_MS = 120_000;

const LATE: VisionFault = {
  kind: 'device-lost',
  message: `The vision engine did not start within ${START_LIMIT_MS / 1000} s.`,
};

const GIVEN_UP: VisionFault = { kind: 'device-lost', message: 'The start of the engine was given up.' };

/** An engine that is ready. Whoever has it must dispose of its client. */
export interface StartedEngine {
  readonly client: VisionClient;
  /** Resolves when it is lost. */
  readonly lost: Promise<VisionFault>;
  /** How long it took to start, milliseconds. */
  readonly startMs: number;
}

/** Whether a start came to nothing. */
export function isFailedStart(started: StartedEngine | VisionFault): started is VisionFault {
  return !('client' in started);
}

/** Starts an engine; the fault when that fails, takes too long or is given up. */
export async function startEngine(
  wanted: VisionOptions,
  giveUp: AbortSignal,
): Promise<StartedEngine | VisionFault> {
  const lost = Promise.withResolvers<VisionFault>();
  const limit = AbortSignal.timeout(START_LIMIT_MS);
  const fromMs = performance.now();
  const client = await createVisionClient(wanted, lost.resolve, AbortSignal.any([giveUp, limit]));
  if (isVisionFault(client)) return limit.aborted ? LATE : client;
  if (giveUp.aborted) {
    // It became ready at the very moment.
    client.dispose();
    return GIVEN_UP;
  }
  return { client, lost: lost.promise, startMs: performance.now() - fromMs };
}
