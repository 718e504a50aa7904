/** The page's handles on the worker of classical computer vision: one for frames, one for crops. */
import type { CropAnswerer, ModelFacts } from '../domain/crop-answers.ts';
import { bad, good, type Outcome } from '../domain/outcome.ts';
import { scriptUrl } from '../domain/script-url.ts';
import { openWorkerDoor, type WorkerDoor } from '../vision/worker-door.ts';
import type { ClassicalResult, FromClassical, ToClassical } from './protocol.ts';
// oxlint-disable-next-line import/default -- Vite bundles the worker and gives its address.
import workerUrl from './classical-worker.ts?worker&url';

/** Crops that are asked about at once: about 50 ms of computing. */
const BATCH = 32;

/** Classical computer vision on frames. Whoever has it must dispose of it. */
export interface ClassicalClient {
  readonly facts: ModelFacts;
  /** Looks at one frame, and takes it over. */
  readonly analyse: (frame: ImageBitmap) => Promise<Outcome<ClassicalResult>>;
  readonly dispose: () => void;
}

/** A worker that has started. */
interface Started {
  readonly facts: ModelFacts;
  readonly door: WorkerDoor<ToClassical, FromClassical>;
  readonly dispose: () => void;
}

function notExpected(answer: FromClassical): { readonly ok: false; readonly message: string } {
  return bad(answer.type === 'failed' ? answer.message : 'The worker gave no sensible answer.');
}

async function start(detects: boolean, stop: AbortSignal | undefined): Promise<Outcome<Started>> {
  const worker = new Worker(scriptUrl(workerUrl), { type: 'module', name: 'classical' });
  const door = openWorkerDoor<ToClassical, FromClassical>(worker, (message) => ({ type: 'failed', message }));
  const end = (): void => door.close('It was ended.');
  stop?.addEventListener('abort', end, { once: true });
  // A signal that was given before says nothing any more.
  if (stop?.aborted === true) end();
  const dispose = (): void => {
    stop?.removeEventListener('abort', end);
    end();
  };
  const answer = await door.ask({ type: 'start', baseUrl: document.baseURI, detects });
  if (answer.type === 'ready') return good({ facts: answer.facts, door, dispose });
  dispose();
  return notExpected(answer);
}

/**
 * Starts classical computer vision on frames, which loads OpenCV; bad in plain words when something cannot be loaded.
 *
 * @param stop ends it, while it starts and later
 */
export async function createClassicalClient(stop?: AbortSignal): Promise<Outcome<ClassicalClient>> {
  const started = await start(true, stop);
  if (!started.ok) return started;
  const { facts, door, dispose } = started.value;
  return good({
    facts,
    dispose,
    async analyse(frame) {
      const answer = await door.ask({ type: 'frame', frame }, [frame]);
      return answer.type === 'result' ? good(answer.result) : notExpected(answer);
    },
  });
}

/**
 * Starts the classical classifier alone, on aligned crops; bad in plain words when its files cannot be loaded.
 *
 * @param stop ends it, while it starts and later
 */
export async function createClassicalCrops(stop?: AbortSignal): Promise<Outcome<CropAnswerer>> {
  const started = await start(false, stop);
  if (!started.ok) return started;
  const { facts, door, dispose } = started.value;
  return good({
    facts,
    batch: BATCH,
    dispose,
    async answer(crops) {
      const answer = await door.ask({ type: 'crops', crops });
      if (answer.type !== 'logits') return notExpected(answer);
      return good({ logits: answer.logits, computeMs: answer.computeMs });
    },
  });
}
