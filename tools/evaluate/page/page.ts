import type { ModelName } from '../../../src/domain/face.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import type { Answered } from '../../../src/evaluation/answers.ts';
import { answerPictures } from '../../../src/lab/evaluate/answer-pictures.ts';
import { openAnswerers } from '../../../src/lab/evaluate/open-answerers.ts';
import type { Classifier } from '../../../src/vision/classifier/load-classifier.ts';
import { readOwnWeights } from '../../../src/vision/classifier/own-weights.ts';
import { node, offerTool } from '../../shared/page/door.ts';
import type { EvaluateOptions, ModelMessage } from './messages.ts';

async function read(model: ModelMessage): Promise<ModelName | Classifier> {
  if (typeof model === 'string') return model;
  const bytes = Uint8Array.from(atob(model.base64), (letter) => letter.charCodeAt(0));
  return readOwnWeights(model.file, bytes);
}

async function fetchFile(baseUrl: string, file: string): Promise<Blob | undefined> {
  const response = await fetch(baseUrl + file.split('/').map(encodeURIComponent).join('/'));
  return response.ok ? response.blob() : undefined;
}

function takeValue<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.message);
}

/** The bar may come late, and must not keep the next picture waiting. */
function onProgress(done: number, total: number): void {
  void node.reportProgress(done, total);
}

offerTool(async (options: EvaluateOptions): Promise<Answered> => {
  const { pictures, baseUrl, crops, cropScale, facePx, models } = options;
  const chosen = await Promise.all(models.map(read));
  const answerers = takeValue(
    await openAnswerers({ ...options, models: chosen, cropScale: cropScale ?? undefined }),
  );
  try {
    const open = (file: string): Promise<Blob | undefined> => fetchFile(baseUrl, file);
    const asked = { pictures, open, crops, reducedFacePx: facePx ?? undefined, answerers };
    return takeValue(await answerPictures(asked, { onProgress }));
  } finally {
    for (const answerer of answerers) answerer.dispose();
  }
});
