/** The app's networks and the inputs and answers of independent implementations for them, from the repository's files. */
import { logitsOf, NETWORKS } from '../../src/vision/classifier/load-classifier.ts';
import { blazeFace, type Detector } from '../../src/vision/detector/blaze-face.ts';
import { blazeFaceWeights } from '../../src/vision/detector/tflite-weights.ts';
import type { AnyLayer, Layer, Network } from '../../src/vision/engine/network.ts';
import type { ClassifierName, DetectorRange } from '../../src/domain/face.ts';
import { readSafetensors } from '../../src/vision/weights/safetensors.ts';
import { takeTensor } from '../../src/vision/weights/tensor.ts';
import { readTflite } from '../../src/vision/weights/tflite.ts';
import type { AnswerCheck, ReadFile } from '../measure/contender.ts';

/** A network's outputs by name, `[batch, height, width, channels]` each. */
export type Outputs = ReadonlyMap<string, Float32Array>;

/** What contenders answer for a network: one row of numbers by name. */
export type NetworkAnswer = Readonly<Record<string, Float32Array>>;

/** A network with one input and the right answer to it. */
export interface NetworkTask<L extends AnyLayer = Layer> {
  readonly what: string;
  readonly network: Network<L>;
  readonly batch: number;
  /** `[batch, height, width, channels]`. */
  readonly input: Float32Array;
  /** From the outputs of the network as data to what all contenders answer. */
  readonly answerOf: (outputs: Outputs) => NetworkAnswer;
  readonly check: (answer: NetworkAnswer, tolerance?: number) => AnswerCheck;
}

/** Activations and raw outputs lie within about ±50. */
const TOLERANCE = 1e-3;

/** Where the npm package of the detector's weights lies. */
const DETECTOR_FOLDER = 'node_modules/@mediapipe/face_detection';

/** Tensors of a golden, by name. */
export async function golden(readFile: ReadFile, name: string): Promise<(tensor: string) => Float32Array> {
  const tensors = readSafetensors(name, await readFile(`fixtures/goldens/${name}.safetensors`));
  return (tensor) => takeTensor(name, tensors, tensor, tensors.get(tensor)?.shape ?? []);
}

function greatestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((greatest, value, index) => {
    const difference = Math.abs(value - (b[index] ?? NaN));
    return Number.isNaN(difference) ? Infinity : Math.max(greatest, difference);
  }, 0);
}

/** Every number within the tolerance of the right one. */
export function checkAgainst(expected: NetworkAnswer): NetworkTask['check'] {
  return (answer, tolerance = TOLERANCE) => {
    for (const [name, values] of Object.entries(expected)) {
      const difference = greatestDifference(answer[name] ?? new Float32Array(), values);
      if (difference > tolerance)
        return { problem: `${name} differs from the right answer by ${difference}` };
    }
    return {};
  };
}

/** `numbers` over and over until there are `length`. */
function repeated(numbers: Float32Array, length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => numbers[index % numbers.length] ?? 0);
}

/** A classifier with the weights that ship. */
export async function readNetwork(readFile: ReadFile, name: ClassifierName): Promise<Network> {
  const weights = readSafetensors(name, await readFile(`public/models/${name}.safetensors`));
  const card: unknown = JSON.parse(new TextDecoder().decode(await readFile(`public/models/${name}.json`)));
  const epsilon = Number(Reflect.get(Object(card), 'norm_epsilon'));
  return NETWORKS[name]((tensor, shape) => takeTensor(name, weights, tensor, shape), epsilon);
}

/** mini-Xception on `faces` composite faces. */
async function miniXceptionTask(readFile: ReadFile, faces: number): Promise<NetworkTask> {
  const network = await readNetwork(readFile, 'mini-xception');
  const tensor = await golden(readFile, 'mini-xception');
  const { height, width } = network.input;
  return {
    what: 'mini-xception',
    network,
    batch: faces,
    input: repeated(tensor('input'), faces * height * width),
    answerOf: (outputs) => ({ logits: outputs.get(logitsOf(network)) ?? new Float32Array() }),
    check: checkAgainst({ logits: repeated(tensor('logits'), faces * 2) }),
  };
}

function rangeOf(what: string): DetectorRange {
  return what === 'blaze-face-short' ? 'short' : 'full';
}

/** The file with the weights of a detector, by its subject's name. */
export function detectorFile(what: string): string {
  return `${DETECTOR_FOLDER}/face_detection_${rangeOf(what)}_range.tflite`;
}

function joined(parts: readonly (Float32Array | undefined)[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...(part ?? [])]));
}

/** Scores and regressors of all anchors, in the order of the anchors. */
function anchorAnswer({ anchorLayers }: Detector, outputs: Outputs): NetworkAnswer {
  return {
    classificators: joined(anchorLayers.map(({ scores }) => outputs.get(scores))),
    regressors: joined(anchorLayers.map(({ regressors }) => outputs.get(regressors))),
  };
}

/** BlazeFace on the drawn scene of four people. */
async function blazeFaceTask(readFile: ReadFile, what: string): Promise<NetworkTask> {
  const [file, range] = [detectorFile(what), rangeOf(what)];
  const detector = blazeFace(range, blazeFaceWeights(file, readTflite(file, await readFile(file))));
  const tensor = await golden(readFile, `detector-${range}`);
  return {
    what,
    network: detector.network,
    batch: 1,
    input: tensor('input'),
    answerOf: (outputs) => anchorAnswer(detector, outputs),
    check: checkAgainst({ classificators: tensor('classificators'), regressors: tensor('regressors') }),
  };
}

/** The task of a subject's name. */
export function taskOf(readFile: ReadFile, what: string, faces: number): Promise<NetworkTask> {
  return what === 'mini-xception' ? miniXceptionTask(readFile, faces) : blazeFaceTask(readFile, what);
}
