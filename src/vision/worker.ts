/** The vision worker: everything that turns a frame into faces, behind the messages of `protocol.ts`. No DOM. */
import { chooseEngine } from './ladder/ladder.ts';
import type { Pipeline } from './pipeline.ts';
import type { FromVision, ToVision, VisionFault } from './protocol.ts';
import { WeightsError } from './weights/tensor.ts';

type Start = Extract<ToVision, { type: 'start' }>;

declare const self: DedicatedWorkerGlobalScope;

const post = (message: FromVision): void => self.postMessage(message);
const fail = (fault: VisionFault, id?: number): void => post({ type: 'failed', id, fault });

async function start({ range, tier, baseUrl }: Start): Promise<Pipeline | undefined> {
  try {
    const engine = await chooseEngine({ range, tier, baseUrl });
    if (typeof engine === 'string') {
      fail({ kind: 'no-engine', message: engine });
      return undefined;
    }
    void engine.lost.then((message) => fail({ kind: 'device-lost', message }));
    post({ type: 'ready', report: engine.report });
    return engine.pipeline;
  } catch (error) {
    // Expected trouble is a refused weight file; anything else is a bug, and must still reach the screen.
    const kind = error instanceof WeightsError ? 'model' : 'no-engine';
    fail({ kind, message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

let pipeline: Promise<Pipeline | undefined> = Promise.resolve(undefined);
let queue: Promise<void> = Promise.resolve();

async function analyse({ id, frame, options }: Extract<ToVision, { type: 'frame' }>): Promise<void> {
  const ready = await pipeline;
  if (ready === undefined) {
    frame.close();
    return fail({ kind: 'frame', message: 'The vision engine has not started.' }, id);
  }
  try {
    post({ type: 'result', id, result: await ready.analyse(frame, options) });
  } catch (error) {
    // A frame that cannot be analysed must not stop the next one; a lost device reports itself.
    fail({ kind: 'frame', message: error instanceof Error ? error.message : String(error) }, id);
  }
}

self.onmessage = ({ data }: MessageEvent<ToVision>): void => {
  if (data.type === 'start') pipeline = start(data);
  else queue = queue.then(() => analyse(data));
};
