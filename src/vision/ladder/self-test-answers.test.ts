import { expect, test } from 'vitest';
import fullRangeUrl from '@mediapipe/face_detection/face_detection_full_range.tflite?url&inline';
import shortRangeUrl from '@mediapipe/face_detection/face_detection_short_range.tflite?url&inline';
import goldenUrl from '../../../fixtures/goldens/mini-xception.safetensors?url&inline';
import miniXceptionUrl from '../../../public/models/mini-xception.safetensors?url&inline';
import cnn9LayerUrl from '../../../public/models/cnn-9layer.safetensors?url&inline';
import type { ClassifierName, DetectorRange } from '../../domain/face.ts';
import { logitsOf, NETWORKS } from '../classifier/load-classifier.ts';
import { blazeFace } from '../detector/blaze-face.ts';
import { blazeFaceWeights } from '../detector/tflite-weights.ts';
import type { RawFace } from '../engine/face-buffer.ts';
import { cropReference } from '../engine/kernels/crop/crop.reference.ts';
import { letterboxReference } from '../engine/kernels/letterbox/letterbox.reference.ts';
import { decodeAnchorsReference } from '../engine/kernels/decode-anchors/decode-anchors.reference.ts';
import { nonMaximumSuppressionReference } from '../engine/kernels/non-maximum-suppression/non-maximum-suppression.reference.ts';
import { runReference } from '../engine/network-reference.ts';
import type { Picture } from '../engine/picture.reference.ts';
import { wholeView } from '../engine/view-buffer.ts';
import { suppressionParameters } from '../suppression.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import { takeTensor } from '../weights/tensor.ts';
import { readTflite } from '../weights/tflite.ts';
import { bytesOfAsset } from '../weights/files.testing.ts';
import { FACE_BYTES, selfTestPicture } from './self-test-picture.ts';
import type { StoredFace } from './self-test.ts';

/** Which of the golden's composite faces are drawn: a woman and a man. */
const FACES = [2, 5];

/** Faces of the golden, as bytes of grey. */
async function storedFaces(): Promise<Uint8Array[]> {
  const tensors = readSafetensors('golden', await bytesOfAsset(goldenUrl));
  const input = takeTensor('golden', tensors, 'input', tensors.get('input')?.shape ?? []);
  return FACES.map((face) =>
    Uint8Array.from(input.subarray(face * FACE_BYTES, (face + 1) * FACE_BYTES), (value) =>
      Math.round((value + 1) * 127.5),
    ),
  );
}

type TestedRange = Exclude<DetectorRange, 'far'>;

const DETECTORS: Record<TestedRange, string> = { short: shortRangeUrl, full: fullRangeUrl };

async function findFaces(range: TestedRange, picture: Picture): Promise<RawFace[]> {
  const tensors = readTflite(range, await bytesOfAsset(DETECTORS[range]));
  const detector = blazeFace(range, blazeFaceWeights(range, tensors));
  const { modelSize: size, anchorLayers } = detector;
  const view = wholeView(picture);
  const maps = runReference(detector.network, letterboxReference(size, picture, [view]));
  const grids = anchorLayers.map(({ scores, regressors }) => ({
    scores: maps.get(scores)?.data ?? [],
    regressors: maps.get(regressors)?.data ?? [],
  }));
  const parameters = suppressionParameters(detector);
  const candidates = decodeAnchorsReference(parameters, [{ view, grids }], picture);
  return nonMaximumSuppressionReference(parameters, candidates);
}

const CLASSIFIER_FILES: Record<ClassifierName, string> = {
  'mini-xception': miniXceptionUrl,
  'cnn-9layer': cnn9LayerUrl,
};

/** Rounded, so that the last bits of another machine's sines and exponentials do not count. */
function rounded(values: readonly number[], digits: number): number[] {
  return values.map((value) => Number(value.toFixed(digits)));
}

/** `[woman, man]` of each face. */
async function classify(
  name: ClassifierName,
  picture: Picture,
  faces: readonly RawFace[],
): Promise<number[][]> {
  const tensors = readSafetensors(name, await bytesOfAsset(CLASSIFIER_FILES[name]));
  const network = NETWORKS[name]((tensor, shape) => takeTensor(name, tensors, tensor, shape), 1e-3);
  const { height: size, channels } = network.input;
  const crops = cropReference({ size, grey: channels === 1 }, picture, faces);
  const logits = runReference(network, crops).get(logitsOf(network))?.data ?? new Float64Array();
  return faces.map((_, index) => rounded(Array.from(logits.slice(2 * index, 2 * index + 2)), 3));
}

async function answersOf(range: TestedRange, picture: Picture): Promise<StoredFace[]> {
  const faces = await findFaces(range, picture);
  const miniXception = await classify('mini-xception', picture, faces);
  const cnn9Layer = await classify('cnn-9layer', picture, faces);
  return faces.map(({ box, score, keypoints }, index) => ({
    box: rounded(box, 2),
    keypoints: keypoints.map((point) => rounded(point, 2)),
    score: Number(score.toFixed(4)),
    logits: { 'mini-xception': miniXception[index] ?? [], 'cnn-9layer': cnn9Layer[index] ?? [] },
  }));
}

// Written anew by: npx vitest run --project node src/vision/ladder/self-test-answers.test.ts -u
test('the shipped answers are those of the twins', { timeout: 120_000 }, async () => {
  const faces = await storedFaces();
  const picture = selfTestPicture(faces);
  const answers = { short: await answersOf('short', picture), full: await answersOf('full', picture) };
  const file = { faces: faces.map((bytes) => btoa(String.fromCodePoint(...bytes))), answers };
  await expect(`${JSON.stringify(file, undefined, 1)}\n`).toMatchFileSnapshot(
    '../../../public/models/self-test.json',
  );
});
