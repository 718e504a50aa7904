/** The worker's side of answering crops: loaded only when somebody asks for that. */
import { messageOf } from '../../domain/outcome.ts';
import { createCropClassifier, type CropClassifier } from '../classifier/classify-crops.ts';
import { sampleCrop } from '../classifier/sample-crop.ts';
import type { CropsAnswer, CropsRequest, CropsStart } from './protocol.ts';

/** The worker's scope, as far as it is used here, so that a test can stand in for it. */
declare const self: {
  onmessage: (event: MessageEvent<CropsRequest>) => void;
  readonly postMessage: (message: CropsAnswer) => void;
};

const post = (message: CropsAnswer): void => self.postMessage(message);

/** What was thrown is expected trouble: a tier that does not run here, refused weights, a lost device. */
function fail(thrown: unknown): void {
  post({ type: 'crops-failed', message: messageOf(thrown) });
}

async function answer(
  classifier: CropClassifier,
  crops: readonly ImageData[],
  sideOverBox: number,
): Promise<void> {
  const { input } = classifier;
  const values = input.height * input.width * input.channels;
  const batch = new Float32Array(crops.length * values);
  for (const [index, { data, width }] of crops.entries()) {
    const place = batch.subarray(index * values, (index + 1) * values);
    sampleCrop(data, width, { ...input, sideOverBox }, place);
  }
  const startMs = performance.now();
  const logits = await classifier.classify(batch, crops.length);
  post({ type: 'crops', logits, computeMs: performance.now() - startMs });
}

/** Builds the classifier, by `create`, says that it is ready, and answers crops from then on, one request after the other. */
export async function serveCrops(
  { baseUrl, tier, model, cropScale }: CropsStart,
  create = createCropClassifier,
): Promise<void> {
  try {
    const classifier = await create(baseUrl, tier, model);
    const { facts, maxBatch, cropSideOverBox } = classifier;
    let answered: Promise<void> = Promise.resolve();
    self.onmessage = ({ data }) => {
      // A classifier has buffers for one batch at a time.
      answered = answered
        .then(() => answer(classifier, data.crops, cropScale ?? cropSideOverBox))
        .catch(fail);
    };
    post({ type: 'crops-ready', facts, batch: maxBatch });
  } catch (thrown) {
    fail(thrown);
  }
}
