import type { Calibration, ClassifierName } from '../../domain/face.ts';
import type { Network } from '../engine/network.ts';
import { fetchFile, verifySha256 } from '../weights/fetch-file.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import { countNumbers, refuse, takeTensor, type TensorOf } from '../weights/tensor.ts';
import { cnn9Layer } from './cnn-9layer.ts';
import { miniXception } from './mini-xception.ts';

/** A classifier with what its card says of it. */
export interface Classifier {
  readonly network: Network;
  /** Name and version, as `mini-xception@1.0.0`. */
  readonly model: string;
  readonly calibration: Calibration;
  /** Side of the crop over the longer side of the detector's box; above 0. */
  readonly cropSideOverBox: number;
  /** Numbers that were learned, and bytes of the file that holds them. */
  readonly parameters: number;
  readonly bytes: number;
}

/**
 * Name of the layer that holds the logits `[woman, man]`.
 *
 * @throws Error when the network has none: a bug
 */
export function logitsOf({ name, outputs: [logits] }: Network): string {
  if (logits === undefined) throw new Error(`${name} has no logits`);
  return logits;
}

/** The networks that ship, by the names of their cards. */
export const NETWORKS: Readonly<Record<ClassifierName, (tensorOf: TensorOf, epsilon: number) => Network>> = {
  'mini-xception': miniXception,
  'cnn-9layer': cnn9Layer,
};

function cardNumber(file: string, card: object, key: string): number {
  const value: unknown = Reflect.get(card, key);
  return typeof value === 'number' && value > 0 && Number.isFinite(value)
    ? value
    : refuse(file, key, 'a number above 0', JSON.stringify(value) ?? 'none');
}

function cardText(file: string, card: object, key: string): string {
  const value: unknown = Reflect.get(card, key);
  return typeof value === 'string' && value !== ''
    ? value
    : refuse(file, key, 'a text', JSON.stringify(value) ?? 'none');
}

function cardPart(file: string, card: object, key: string): object {
  const value: unknown = Reflect.get(card, key);
  return typeof value === 'object' && value !== null
    ? value
    : refuse(file, key, 'an object', JSON.stringify(value) ?? 'none');
}

function parseCard(file: string, bytes: Uint8Array): object {
  try {
    const card: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof card === 'object' && card !== null) return card;
  } catch {
    // Refused below, in the same words as JSON of the wrong kind.
  }
  return refuse(file, 'card', 'a JSON object', 'something else');
}

/**
 * Loads a classifier that ships with the app: card, weights checked against the card's SHA-256, batch norms folded.
 *
 * @param baseUrl where the app is served; the files lie in `models/` below it
 * @throws WeightsError naming file, tensor, expected and found
 */
export async function loadClassifier(baseUrl: string, name: ClassifierName): Promise<Classifier> {
  const cardFile = `${name}.json`;
  const weightsFile = `${name}.safetensors`;
  const [cardBytes, weights] = await Promise.all([
    fetchFile(new URL(`models/${cardFile}`, baseUrl).href),
    fetchFile(new URL(`models/${weightsFile}`, baseUrl).href),
  ]);
  const card = parseCard(cardFile, cardBytes);
  await verifySha256(weightsFile, weights, cardText(cardFile, card, 'sha256'));
  const tensors = readSafetensors(weightsFile, weights);
  const crop = cardPart(cardFile, cardPart(cardFile, card, 'input'), 'crop');
  const counted = countNumbers((tensor, shape) => takeTensor(weightsFile, tensors, tensor, shape));
  return {
    network: NETWORKS[name](counted.tensorOf, cardNumber(cardFile, card, 'norm_epsilon')),
    model: `${cardText(cardFile, card, 'name')}@${cardText(cardFile, card, 'version')}`,
    calibration: {
      temperature: cardNumber(cardFile, card, 'temperature'),
      undeterminedBelowAbsLogOdds: cardNumber(cardFile, card, 'undetermined_below_abs_log_odds'),
    },
    cropSideOverBox: cardNumber(cardFile, crop, 'side_over_detector_box'),
    parameters: counted.count(),
    bytes: weights.byteLength,
  };
}
