/** The page's handle on a vision worker that answers crops, for evaluation: the kiosk's own engine, without camera and detector. */
import type { CropAnswerer, CropAnswers } from '../../domain/crop-answers.ts';
import { bad, good, type Outcome } from '../../domain/outcome.ts';
import { scriptUrl } from '../../domain/script-url.ts';
// oxlint-disable-next-line import/default -- Vite bundles the worker and gives its address.
import workerUrl from '../worker.ts?worker&url';
import { openWorkerDoor, type WorkerDoor } from '../worker-door.ts';
import type { CropOptions, CropsAnswer, CropsRequest, CropsStart } from './protocol.ts';

function openDoor(): WorkerDoor<CropsStart | CropsRequest, CropsAnswer> {
  const worker = new Worker(scriptUrl(workerUrl), { type: 'module', name: 'crops' });
  return openWorkerDoor(worker, (message) => ({ type: 'crops-failed', message }));
}

function inPairs(logits: Float32Array): CropAnswers['logits'] {
  return Array.from(
    { length: logits.length / 2 },
    (_, index) => [logits[2 * index] ?? NaN, logits[2 * index + 1] ?? NaN] as const,
  );
}

/**
 * Starts a classifier that answers crops; bad in plain words when the tier does not run here or the model is refused.
 *
 * @param stop ends it, while it starts and later
 */
export async function createCropClient(
  options: CropOptions,
  stop?: AbortSignal,
): Promise<Outcome<CropAnswerer>> {
  const door = openDoor();
  const end = (): void => door.close('It was ended.');
  stop?.addEventListener('abort', end, { once: true });
  // A signal that was given before says nothing any more.
  if (stop?.aborted === true) end();
  const started = await door.ask({ type: 'start-crops', baseUrl: document.baseURI, ...options });
  if (started.type !== 'crops-ready') {
    door.close('It did not start.');
    return bad(started.type === 'crops-failed' ? started.message : 'The worker gave no sensible answer.');
  }
  return good({
    facts: started.facts,
    batch: started.batch,
    async answer(crops) {
      const answer = await door.ask({ type: 'crops', crops });
      if (answer.type === 'crops')
        return good({ logits: inPairs(answer.logits), computeMs: answer.computeMs });
      return bad(answer.type === 'crops-failed' ? answer.message : 'The worker gave no sensible answer.');
    },
    dispose() {
      stop?.removeEventListener('abort', end);
      end();
    },
  });
}
