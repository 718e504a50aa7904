import type { EngineReport } from '../domain/engine.ts';
import { scriptUrl } from '../domain/script-url.ts';
import type {
  AnalyseOptions,
  FrameResult,
  FromVision,
  ToVision,
  VisionFault,
  VisionOptions,
} from './protocol.ts';
// oxlint-disable-next-line import/default -- Vite bundles the worker and gives its address.
import workerUrl from './worker.ts?worker&url';

/** The page's handle on the vision worker. */
export interface VisionClient {
  readonly report: EngineReport;
  /** Analyses one frame; takes it over and closes it. Frames are answered in order, and after the engine's end each with why it ended. */
  readonly analyse: (
    frame: VideoFrame | ImageBitmap,
    options?: AnalyseOptions,
  ) => Promise<FrameResult | VisionFault>;
  /** Ends the worker; frames still waiting are answered with a `device-lost` fault. */
  readonly dispose: () => void;
}

/** Whether an answer of the worker is trouble rather than a result. */
export function isVisionFault(answer: object): answer is VisionFault {
  return 'kind' in answer && 'message' in answer;
}

/** Answers of the worker on their way to those who wait for them. */
interface Waiting {
  readonly add: (answer: (result: FrameResult | VisionFault) => void) => number;
  readonly settle: (id: number | undefined, result: FrameResult | VisionFault) => void;
  /** Answers all who still wait; nobody is answered by the worker any more. */
  readonly end: (fault: VisionFault) => void;
  /** Why nobody will be answered; the first reason, of several. */
  readonly ended: () => VisionFault | undefined;
}

function createWaiting(): Waiting {
  const waiting = new Map<number, (result: FrameResult | VisionFault) => void>();
  let nextId = 0;
  let ended: VisionFault | undefined;
  return {
    add(answer) {
      waiting.set(nextId, answer);
      return nextId++;
    },
    settle(id = -1, result) {
      const answer = waiting.get(id);
      waiting.delete(id);
      answer?.(result);
    },
    end(fault) {
      ended ??= fault;
      for (const answer of waiting.values()) answer(fault);
      waiting.clear();
    },
    ended: () => ended,
  };
}

/** Listens to the worker from its start to its end; resolves when it is ready, or with why it never will be. */
function listen(
  worker: Worker,
  waiting: Waiting,
  onLost: (fault: VisionFault) => void,
): Promise<EngineReport | VisionFault> {
  return new Promise((resolve) => {
    const lose = (fault: VisionFault): void => {
      waiting.end(fault);
      onLost(fault);
      resolve(fault);
    };
    worker.onmessage = ({ data }: MessageEvent<FromVision>): void => {
      if (data.type === 'ready') resolve(data.report);
      else if (data.type === 'result') waiting.settle(data.id, data.result);
      else if (data.id === undefined) lose(data.fault);
      else waiting.settle(data.id, data.fault);
    };
    worker.onerror = ({ message }): void =>
      lose({ kind: 'device-lost', message: `The vision worker stopped: ${message}` });
  });
}

type Post = (message: ToVision, transfer?: Transferable[]) => void;

/** Gives a frame to the worker, or closes it when no worker will answer. */
function askAbout(
  frame: VideoFrame | ImageBitmap,
  options: AnalyseOptions,
  waiting: Waiting,
  post: Post,
): Promise<FrameResult | VisionFault> {
  const ended = waiting.ended();
  if (ended !== undefined) {
    frame.close();
    return Promise.resolve(ended);
  }
  return new Promise((resolve) => {
    post({ type: 'frame', id: waiting.add(resolve), frame, options }, [frame]);
  });
}

/** Resolves when a start is given up; never without a signal. */
function givenUp(stop: AbortSignal | undefined): Promise<VisionFault> {
  return new Promise((resolve) => {
    const fault: VisionFault = { kind: 'device-lost', message: 'The start of the engine was given up.' };
    stop?.addEventListener('abort', () => resolve(fault), { once: true });
    // A signal that was given before says nothing any more.
    if (stop?.aborted === true) resolve(fault);
  });
}

/** Calls `onEnd` when the worker that holds this lock has ended, however that came; not after `stop`. */
function watchLife(lifeLock: string, stop: AbortSignal, onEnd: () => void): void {
  navigator.locks
    .request(lifeLock, { signal: stop }, () => {
      // The lock may be on its way while the client is disposed of.
      if (!stop.aborted) onEnd();
    })
    .catch((error: unknown) => {
      // Stopping rejects the request, which is what was asked for; anything else is a bug in `onEnd`.
      if (!stop.aborted) reportError(error);
    });
}

/**
 * Starts the worker and waits until its engine is chosen, compiled and tested.
 *
 * @param wanted which engine is wanted
 * @param onLost called when the engine cannot start, when the device is lost and when the worker dies
 * @param stop gives a start up that takes too long; means nothing to a client that has started
 * @returns the client, or why there is none
 */
export async function createVisionClient(
  wanted: VisionOptions,
  onLost: (fault: VisionFault) => void,
  stop?: AbortSignal,
): Promise<VisionClient | VisionFault> {
  const worker = new Worker(scriptUrl(workerUrl), { type: 'module', name: 'vision' });
  const waiting = createWaiting();
  const post: Post = (message, transfer = []) => worker.postMessage(message, transfer);
  const listening = listen(worker, waiting, onLost);
  const lifeLock = `vision-${crypto.randomUUID()}`;
  post({ type: 'start', ...wanted, baseUrl: document.baseURI, lifeLock });
  const started = await Promise.race([listening, givenUp(stop)]);
  if (isVisionFault(started)) {
    worker.terminate();
    return started;
  }
  const disposed = new AbortController();
  watchLife(lifeLock, disposed.signal, () => {
    const fault: VisionFault = { kind: 'device-lost', message: 'The vision worker ended without a word.' };
    waiting.end(fault);
    onLost(fault);
  });
  return {
    report: started,
    analyse: (frame, options = {}) => askAbout(frame, options, waiting, post),
    dispose() {
      disposed.abort();
      worker.terminate();
      waiting.end({ kind: 'device-lost', message: 'The vision engine was closed.' });
    },
  };
}
