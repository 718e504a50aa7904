/** For pages: workers are not given the file, but what was read of it. */
import { scriptUrl } from '../../domain/script-url.ts';
import type { Hdf5Answer, Hdf5Request } from './hdf5-worker.ts';
// oxlint-disable-next-line import/default -- Vite bundles the worker and gives its address.
import workerUrl from './hdf5-worker.ts?worker&url';
import { refuse, type Tensor } from './tensor.ts';

/** The original project's file of 0.8 MB takes a tenth of a second. */
const DEADLINE_MS = 10_000;

function startReader(): Worker {
  return new Worker(scriptUrl(workerUrl), { type: 'module', name: 'hdf5' });
}

function ask(worker: Worker, request: Hdf5Request, deadlineMs: number): Promise<Hdf5Answer> {
  const { promise, resolve } = Promise.withResolvers<Hdf5Answer>();
  const fail = (expected: string, found: string): void =>
    resolve({ problem: { file: request.file, tensor: 'structure', expected, found } });
  const timer = setTimeout(
    () => fail(`a file that is read within ${deadlineMs / 1000} seconds`, 'one that is not'),
    deadlineMs,
  );
  worker.addEventListener('message', ({ data }: MessageEvent<Hdf5Answer>) => resolve(data));
  worker.addEventListener('error', ({ message }) =>
    fail('an HDF5 file that can be read', message || 'no answer'),
  );
  worker.postMessage(request);
  return promise.finally(() => clearTimeout(timer));
}

/**
 * Reads the tensors of an HDF5 file in a worker that is ended when it takes too long: a damaged file may lead the reader in circles.
 *
 * @param file name for error messages
 * @param createWorker the worker, for tests of what happens when it does not answer
 * @returns tensors by their path: `conv2d_1/conv2d_1/kernel:0`
 * @throws WeightsError
 */
export async function readHdf5InWorker(
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
  createWorker = startReader,
  deadlineMs = DEADLINE_MS,
): Promise<ReadonlyMap<string, Tensor>> {
  const worker = createWorker();
  try {
    const answer = await ask(worker, { file, bytes }, deadlineMs);
    if ('tensors' in answer) return new Map(answer.tensors.map((tensor) => [tensor.name, tensor]));
    const { tensor, expected, found } = answer.problem;
    return refuse(file, tensor, expected, found);
  } finally {
    worker.terminate();
  }
}
