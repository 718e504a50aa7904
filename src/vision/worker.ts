/** The vision worker: everything that turns a frame into faces, behind the messages of `protocol.ts`. No DOM. */
import type { EngineReport } from '../domain/engine.ts';
import { loadMiniXception } from './classifier/load-classifier.ts';
import { loadDetector } from './detector/load-detector.ts';
import { openDevice, type OpenDevice } from './engine/device.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import type { FromVision, ToVision, VisionFault } from './protocol.ts';
import { WeightsError } from './weights/tensor.ts';

type Start = Extract<ToVision, { type: 'start' }>;

declare const self: DedicatedWorkerGlobalScope;

const post = (message: FromVision): void => self.postMessage(message);
const fail = (fault: VisionFault): void => post({ type: 'failed', id: undefined, fault });

async function build(
  { device, adapter, software }: OpenDevice,
  { range, baseUrl }: Start,
): Promise<Pipeline | undefined> {
  try {
    const [detector, classifier] = await Promise.all([
      loadDetector(range, baseUrl),
      loadMiniXception(baseUrl),
    ]);
    const pipeline = await createPipeline(device, detector, classifier);
    const { model, calibration } = classifier;
    const report: EngineReport = {
      tier: 'wgsl',
      adapter,
      softwareAdapter: software,
      model,
      calibration,
      range,
    };
    post({ type: 'ready', report });
    return pipeline;
  } catch (error) {
    // Expected trouble is a refused weight file; anything else is a bug, and must still reach the screen.
    const kind = error instanceof WeightsError ? 'model' : 'no-webgpu';
    fail({ kind, message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

async function start(message: Start): Promise<Pipeline | undefined> {
  const opened = await openDevice();
  if (typeof opened === 'string') {
    fail({ kind: 'no-webgpu', message: opened });
    return undefined;
  }
  // Nothing here destroys the device: the client ends the whole worker. So every loss is one that nobody asked for.
  void opened.device.lost.then(({ message: words }) =>
    fail({ kind: 'device-lost', message: `The graphics device was lost: ${words}` }),
  );
  // What failed out of sight (memory ran out, a buffer is not valid) leaves old bytes where results should be.
  opened.device.addEventListener('uncapturederror', ({ error }) =>
    fail({ kind: 'device-lost', message: `The graphics device failed: ${error.message}` }),
  );
  return build(opened, message);
}

let pipeline: Promise<Pipeline | undefined> = Promise.resolve(undefined);
let answered: Promise<void> = Promise.resolve();

async function analyse({ id, frame, options }: Extract<ToVision, { type: 'frame' }>): Promise<FromVision> {
  const ready = await pipeline;
  if (ready === undefined) {
    frame.close();
    return { type: 'failed', id, fault: { kind: 'frame', message: 'The vision engine has not started.' } };
  }
  try {
    return { type: 'result', id, result: await ready.analyse(frame, options) };
  } catch (error) {
    // A frame that cannot be analysed must not stop the next one; a lost device reports itself.
    const message = error instanceof Error ? error.message : String(error);
    return { type: 'failed', id, fault: { kind: 'frame', message } };
  }
}

self.onmessage = ({ data }: MessageEvent<ToVision>): void => {
  if (data.type === 'start') {
    // Held for ever: a worker that dies without a word lets go of it, and the page hears of that at once.
    void navigator.locks.request(data.lifeLock, () => new Promise(() => {}));
    pipeline = start(data);
    return;
  }
  // A frame begins while the GPU computes the one before; answers keep the order of their frames.
  const answer = analyse(data);
  answered = answered.then(async () => post(await answer));
};
