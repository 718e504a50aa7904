/** A known picture with known answers: whoever gives others, computes wrongly on this device and must not count. */
import type { ClassifierName, DetectorRange, Face } from '../../domain/face.ts';
import type { Pipeline } from '../pipeline.ts';
import { fetchFile } from '../weights/fetch-file.ts';
import { refuse } from '../weights/tensor.ts';
import { selfTestPicture } from './self-test-picture.ts';

/** Where the twins find a face; frame pixels. */
interface ExpectedPlace {
  readonly box: readonly number[];
  readonly keypoints: readonly (readonly number[])[];
  readonly score: number;
}

/** What the twins say of one face. */
interface ExpectedFace extends ExpectedPlace {
  readonly logits: readonly number[];
}

/** The same as it is stored, for every classifier. */
export interface StoredFace extends ExpectedPlace {
  readonly logits: Readonly<Record<ClassifierName, readonly number[]>>;
}

/** The picture and its answers for one range. */
export interface SelfTest {
  /** A new frame, to be closed by whoever analyses it. */
  readonly frame: () => Promise<VideoFrame | ImageBitmap>;
  readonly expected: readonly ExpectedFace[];
}

/**
 * Greatest differences allowed. The bars of correctness are those of the tests; here a browser's way of importing colours may add a
 * little, while a kernel that a driver breaks is wrong by far more.
 */
const TOLERANCES = { ofSide: 0.03, score: 0.03, probability: 0.03 };

/** How sure of a man the logits are, 0 to 1. */
function manProbability([woman = NaN, man = NaN]: readonly number[]): number {
  return 1 / (1 + Math.exp(woman - man));
}

function differences(
  expected: ExpectedFace,
  { box, keypoints, score, logits }: Face,
): Record<string, number> {
  const side = expected.box[2] ?? NaN;
  const found = [box.x, box.y, box.width, box.height, ...keypoints.flatMap(({ x, y }) => [x, y])];
  const places = [...expected.box, ...expected.keypoints.flat()];
  return {
    ofSide: Math.max(...places.map((place, index) => Math.abs(place - (found[index] ?? NaN)) / side)),
    score: Math.abs(expected.score - score),
    probability: Math.abs(manProbability(expected.logits) - manProbability(logits)),
  };
}

/** What is wrong with the faces found, in words; undefined when they are those expected. */
function wrongAnswer(expected: readonly ExpectedFace[], found: readonly Face[]): string | undefined {
  if (found.length !== expected.length) return `${found.length} faces instead of ${expected.length}`;
  const fromLeft = found.toSorted((a, b) => a.box.x - b.box.x);
  const expectedFromLeft = expected.toSorted((a, b) => (a.box[0] ?? 0) - (b.box[0] ?? 0));
  for (const [index, face] of fromLeft.entries()) {
    const wanted = expectedFromLeft[index];
    if (wanted === undefined) continue;
    const off = differences(wanted, face);
    for (const [name, tolerance] of Object.entries(TOLERANCES)) {
      const difference = off[name] ?? NaN;
      // Written so that NaN is wrong.
      if (!(difference <= tolerance))
        return `face ${index + 1} is off by ${difference.toPrecision(2)} (${name})`;
    }
  }
  return undefined;
}

/** Runs the self-test once; gives what is wrong in words, or undefined. */
export async function runSelfTest(
  pipeline: Pipeline,
  { frame, expected }: SelfTest,
): Promise<string | undefined> {
  // As a whole: what squares of it show depends on when they are visited.
  const { faces } = await pipeline.analyse(await frame(), { wholeOnly: true });
  return wrongAnswer(expected, faces);
}

/** What `public/models/self-test.json` holds; the test that writes it keeps it so. */
interface SelfTestFile {
  /** Base64 of grey bytes. */
  readonly faces: readonly string[];
  readonly answers: Readonly<Record<Exclude<DetectorRange, 'far'>, readonly StoredFace[]>>;
}

const FILE = 'self-test.json';

/** Which self-test is wanted. */
interface SelfTestWanted {
  readonly range: DetectorRange;
  readonly model: ClassifierName;
  readonly baseUrl: string;
}

/**
 * Loads the self-test of a range and a classifier.
 *
 * @param wanted with `baseUrl`, where the app is served
 * @throws WeightsError when the file is not there or is damaged
 */
export async function loadSelfTest({ range, model, baseUrl }: SelfTestWanted): Promise<SelfTest> {
  const text = new TextDecoder().decode(await fetchFile(new URL(`models/${FILE}`, baseUrl).href));
  const { faces, answers } = parse(text);
  const { width, height, data } = selfTestPicture(
    faces.map((face) => Uint8Array.from(atob(face), (character) => character.codePointAt(0) ?? 0)),
  );
  const picture = new ImageData(new Uint8ClampedArray(data), width, height);
  return {
    // The far range is the full range's network on more views.
    expected: answers[range === 'far' ? 'full' : range].map((face) => ({
      ...face,
      logits: face.logits[model],
    })),
    async frame() {
      const bitmap = await createImageBitmap(picture);
      // As from a camera where that is possible, so that the import is tested and compiled with the rest.
      if (!('VideoFrame' in globalThis)) return bitmap;
      const frame = new VideoFrame(bitmap, { timestamp: 0 });
      bitmap.close();
      return frame;
    },
  };
}

function parse(text: string): SelfTestFile {
  try {
    return JSON.parse(text) as SelfTestFile;
  } catch (error) {
    // Expected trouble: the server answered with something else.
    return refuse(FILE, 'file', 'JSON', String(error));
  }
}
