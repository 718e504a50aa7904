/** The vision worker: everything that turns a frame into faces, behind the messages of `protocol.ts`. No DOM. */
import { messageOf } from '../domain/outcome.ts';
import type { CropsAnswer, CropsStart } from './crops/protocol.ts';
import { chooseEngine } from './ladder/ladder.ts';
import type { Pipeline } from './pipeline.ts';
import type { FromVision, ToVision, VisionFault } from './protocol.ts';
import { WeightsError } from './weights/tensor.ts';

type Start = Extract<ToVision, { type: 'start' }>;

/** The worker's scope, as far as it is used here, so that a test can stand in for it. */
declare const self: {
  onmessage: (event: MessageEvent<ToVision | CropsStart>) => void;
  readonly postMessage: (message: FromVision | CropsAnswer) => void;
};

const post = (message: FromVision): void => self.postMessage(message);
const fail = (fault: VisionFault): void => post({ type: 'failed', id: undefined, fault });

async function start({ range, tier, model, baseUrl }: Start): Promise<Pipeline | undefined> {
  try {
    const engine = await chooseEngine({ range, tier, model, baseUrl });
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

async function startCrops(asked: CropsStart): Promise<void> {
  try {
    // No counting kiosk asks for that. A second worker script would carry all of the engine a second time.
    const { serveCrops } = await import('./crops/serve-crops.ts');
    await serveCrops(asked);
  } catch (thrown) {
    // Expected trouble: the file may be damaged, or gone with its version, and there may be no network to load it from.
    self.postMessage({ type: 'crops-failed', message: messageOf(thrown) });
  }
}

self.onmessage = ({ data }) => {
  if (data.type === 'start-crops') {
    void startCrops(data);
    return;
  }
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
