import { bad, good, type Outcome } from '../../domain/outcome.ts';
import { scriptUrl } from '../../domain/script-url.ts';
import type { LabelledPicture, Selection } from '../../evaluation/metadata/labelled-picture.ts';
import type { ReadingControl } from '../../evaluation/metadata/reading-control.ts';
import type { LabelsAnswer, LabelsRequest } from './labels-worker.ts';
// oxlint-disable-next-line import/default -- Vite bundles the worker and gives its address.
import workerUrl from './labels-worker.ts?worker&url';

/** Reads a metadata file in a worker of its own, which is ended when it has answered, and when it is stopped. */
export async function readLabels(
  request: LabelsRequest,
  { onProgress, signal }: ReadingControl,
): Promise<Outcome<Selection>> {
  const { promise, resolve } = Promise.withResolvers<Outcome<Selection>>();
  const worker = new Worker(scriptUrl(workerUrl), { type: 'module', name: 'labels' });
  const pictures: LabelledPicture[] = [];
  worker.onmessage = ({ data }: MessageEvent<LabelsAnswer>): void => {
    if (data.type === 'progress') onProgress?.(data.done, data.total);
    else if (data.type === 'pictures') pictures.push(...data.pictures);
    else if (data.type === 'bad') resolve(bad(data.message));
    else resolve(good({ pictures, rows: data.rows, dropped: data.dropped }));
  };
  worker.onerror = ({ message }): void => resolve(bad(`${request.file} cannot be read: ${message}`));
  const stop = (): void => resolve(bad('It was stopped.'));
  signal?.addEventListener('abort', stop, { once: true });
  worker.postMessage(request);
  const read = await promise;
  worker.terminate();
  signal?.removeEventListener('abort', stop);
  return read;
}
