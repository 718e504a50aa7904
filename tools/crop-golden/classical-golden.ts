/** Known answers of the classical classifier, from a stored crop to log-odds: training must describe faces as the kiosk does. */
import { createClassify, FACE_SHAPE, inWholeGreys } from '../../src/classical/linear-classifier.ts';
import { localBinaryPatterns } from '../../src/classical/local-binary-patterns.ts';
import { STORED_SIDE_OVER_BOX } from '../../src/domain/crop-answers.ts';
import { createPicture } from '../../src/vision/engine/picture.reference.ts';
import { sampleCrop } from '../../src/vision/classifier/sample-crop.ts';
import { rgbOf, type GoldenTensor } from './crop-golden.ts';

/** Where the file lies, from the repository's root. */
export const CLASSICAL_GOLDEN_PATH = 'fixtures/goldens/lbp-svm.safetensors';

/** Side of the stored crops. */
const SIDE = 48;

/** Smooth waves, as of a face in soft light, and a grain in which neighbours are often equal. */
const TEXTURES: readonly ((x: number, y: number) => readonly [number, number, number])[] = [
  (x, y) => {
    const wave = 128 + 60 * Math.sin(x / 5) + 60 * Math.cos((x + 2 * y) / 9);
    return [Math.floor(wave), Math.floor(wave * 0.9), Math.floor(255 - wave)];
  },
  (x, y) => [((x * 7 + y * 3) % 5) * 50, ((x * y) % 4) * 60, 90],
];

/** All tensors by name: crops 0 to 255 as they go in, features and log-odds of man as they come out. */
export function classicalGolden(weights: Float32Array, bias: number): ReadonlyMap<string, GoldenTensor> {
  const classify = createClassify(weights, bias);
  const crops: number[] = [];
  const features: number[] = [];
  const logOdds: number[] = [];
  for (const texture of TEXTURES) {
    const picture = createPicture(SIDE, SIDE, texture);
    const grey = new Float32Array(FACE_SHAPE.width * FACE_SHAPE.height);
    sampleCrop(picture.data, SIDE, { ...FACE_SHAPE, sideOverBox: STORED_SIDE_OVER_BOX }, grey);
    crops.push(...rgbOf(picture).data);
    features.push(...localBinaryPatterns(inWholeGreys(grey)));
    const [woman, man] = classify(grey);
    logOdds.push(man - woman);
  }
  const count = TEXTURES.length;
  return new Map([
    ['crops', { shape: [count, SIDE, SIDE, 3], data: Float32Array.from(crops) }],
    ['features', { shape: [count, features.length / count], data: Float32Array.from(features) }],
    ['log_odds', { shape: [count], data: Float32Array.from(logOdds) }],
  ]);
}
