import type { EngineReport } from '../domain/engine.ts';
import type { DetectorRange } from '../domain/face.ts';
import type { AnalyseOptions, FrameResult, FromVision, ToVision, VisionFault } from './protocol.ts';

/** The page's handle on the vision worker. */
export interface VisionClient {
  readonly report: EngineReport;
  /** Analyses one frame; takes it over and closes it. Frames are answered in order. */
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

/**
 * Starts the worker and waits until its pipelines are compiled.
 *
 * @param range how far the detector looks
 * @param onLost called once when the device is lost or the worker dies after a good start
 * @returns the client, or why there is none
 */
export async function createVisionClient(
  range: DetectorRange,
  onLost: (fault: VisionFault) => void,
): Promise<VisionClient | VisionFault> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'vision' });
  const waiting = new Map<number, (answer: FrameResult | VisionFault) => void>();
  const post = (message: ToVision, transfer: Transferable[] = []): void =>
    worker.postMessage(message, transfer);
  let nextId = 0;

  const lose = (fault: VisionFault): void => {
    for (const answer of waiting.values()) answer(fault);
    waiting.clear();
  };

  const started = await new Promise<EngineReport | VisionFault>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<FromVision>): void => {
      if (data.type === 'ready') return resolve(data.report);
      if (data.type === 'failed' && data.id === undefined) {
        lose(data.fault);
        onLost(data.fault);
        return resolve(data.fault);
      }
      const answer = waiting.get(data.id ?? -1);
      waiting.delete(data.id ?? -1);
      answer?.(data.type === 'result' ? data.result : data.fault);
    };
    worker.onerror = (event): void => {
      const fault: VisionFault = {
        kind: 'device-lost',
        message: `The vision worker stopped: ${event.message}`,
      };
      lose(fault);
      onLost(fault);
      resolve(fault);
    };
    post({ type: 'start', range, baseUrl: document.baseURI });
  });
  if (isVisionFault(started)) {
    worker.terminate();
    return started;
  }
  return {
    report: started,
    analyse: (frame, options = {}) =>
      new Promise((resolve) => {
        const id = nextId++;
        waiting.set(id, resolve);
        post({ type: 'frame', id, frame, options }, [frame]);
      }),
    dispose: () => {
      worker.terminate();
      lose({ kind: 'device-lost', message: 'The vision engine was closed.' });
    },
  };
}
