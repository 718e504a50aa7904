import type { ClassifierName } from '../../../src/domain/face.ts';
import { median } from '../../../src/session/percentile.ts';
import { createCropClassifier } from '../../../src/vision/classifier/classify-crops.ts';
import type { Classifier } from '../../../src/vision/classifier/load-classifier.ts';
import { readOwnWeights } from '../../../src/vision/classifier/own-weights.ts';
import { isVisionFault } from '../../../src/vision/client.ts';
import { node, offerTool } from '../../shared/page/door.ts';
import { startEngine } from '../../shared/page/engine.ts';
import { chooseFace } from './choose-face.ts';
import type { EvaluateOptions, EvaluateResult } from './messages.ts';
import { readPictures } from './pictures.ts';
import { sampleCrop } from './sample-crop.ts';

type Logits = EvaluateResult['logits'][number];
type Answers = Omit<EvaluateResult, 'seconds'>;

function pixelsOf(picture: ImageBitmap, file: string): Uint8ClampedArray {
  const { width, height } = picture;
  if (width !== height) throw new Error(`${file} is ${width} x ${height}; an aligned crop is square`);
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this Chromium gives no 2d canvas');
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, width, height).data;
}

async function chosenOf(model: EvaluateOptions['model']): Promise<ClassifierName | Classifier> {
  if (typeof model === 'string') return model;
  const bytes = Uint8Array.from(atob(model.base64), (letter) => letter.charCodeAt(0));
  return readOwnWeights(model.file, bytes);
}

async function evaluateCrops({ files, baseUrl, tier, model, cropScale }: EvaluateOptions): Promise<Answers> {
  const classifier = await createCropClassifier(document.baseURI, tier, await chosenOf(model));
  const { input: shape, cropSideOverBox } = classifier;
  const inputValues = shape.height * shape.width * shape.channels;
  const logits: Logits[] = [];
  const timesMs: number[] = [];
  const batch = new Float32Array(classifier.maxBatch * inputValues);
  let filled = 0;
  const flush = async (): Promise<void> => {
    const startMs = performance.now();
    const answers = await classifier.classify(batch.subarray(0, filled * inputValues), filled);
    timesMs.push((performance.now() - startMs) / filled);
    for (let face = 0; face < filled; face++) {
      logits.push([answers[2 * face] ?? 0, answers[2 * face + 1] ?? 0]);
    }
    filled = 0;
    await node.reportProgress(logits.length, files.length);
  };
  try {
    for await (const { file, picture } of readPictures(baseUrl, files)) {
      const input = batch.subarray(filled * inputValues, (filled + 1) * inputValues);
      sampleCrop(
        pixelsOf(picture, file),
        picture.width,
        { ...shape, sideOverBox: cropScale ?? cropSideOverBox },
        input,
      );
      picture.close();
      if (++filled === classifier.maxBatch) await flush();
    }
    if (filled > 0) await flush();
    return { logits, ...classifier.report, noFaceThere: 0, medianFaceMs: median(timesMs) };
  } finally {
    classifier.dispose();
  }
}

async function evaluatePictures({ files, facesPx, baseUrl, range, tier }: EvaluateOptions): Promise<Answers> {
  const client = await startEngine(range, tier);
  const logits: Logits[] = [];
  const timesMs: number[] = [];
  let noFaceThere = 0;
  try {
    for await (const { file, picture } of readPictures(baseUrl, files)) {
      const startMs = performance.now();
      const answer = await client.analyse(picture, { everyFace: true });
      if (isVisionFault(answer)) throw new Error(`${file}: ${answer.message}`);
      timesMs.push(performance.now() - startMs);
      const face = chooseFace(answer.faces, facesPx[logits.length] ?? undefined);
      if (face === undefined && answer.faces.length > 0) noFaceThere += 1;
      logits.push(face?.logits ?? null);
      await node.reportProgress(logits.length, files.length);
    }
    const { tier: ran, model, calibration } = client.report;
    return { logits, tier: ran, model, calibration, noFaceThere, medianFaceMs: median(timesMs) };
  } finally {
    client.dispose();
  }
}

offerTool(async (options: EvaluateOptions): Promise<EvaluateResult> => {
  const startMs = performance.now();
  const answers = await (options.crops ? evaluateCrops(options) : evaluatePictures(options));
  return { ...answers, seconds: (performance.now() - startMs) / 1000 };
});
