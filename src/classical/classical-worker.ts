/** The worker of classical computer vision, behind the messages of `protocol.ts`. No DOM. */
import { messageOf } from '../domain/outcome.ts';
import { createClassicalVision, type ClassicalVision } from './classical-vision.ts';
import type { FromClassical, ToClassical } from './protocol.ts';

declare const self: DedicatedWorkerGlobalScope;

let vision: Promise<ClassicalVision> | undefined;

async function answer(message: ToClassical): Promise<FromClassical> {
  if (message.type === 'start') {
    vision = createClassicalVision(message.baseUrl, message.detects);
    return { type: 'ready', facts: (await vision).facts };
  }
  if (vision === undefined) return { type: 'failed', message: 'Classical computer vision has not started.' };
  const ready = await vision;
  if (message.type === 'frame') return { type: 'result', result: await ready.analyse(message.frame) };
  const startMs = performance.now();
  const logits = message.crops.map((crop) => ready.classifyCrop(crop));
  return { type: 'logits', logits, computeMs: performance.now() - startMs };
}

let answered: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<ToClassical>): void => {
  answered = answered
    .then(() => answer(data))
    // A refused file, an OpenCV that does not start, a frame that cannot be read: the page says which.
    .catch((thrown: unknown): FromClassical => ({ type: 'failed', message: messageOf(thrown) }))
    .then((message) => self.postMessage(message));
};
