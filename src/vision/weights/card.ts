/** Weights that ship with the app, and the card that stands beside them. */
import type { Calibration } from '../../domain/face.ts';
import { fetchFile, verifySha256 } from './fetch-file.ts';
import { readSafetensors } from './safetensors.ts';
import { refuse, takeTensor, type TensorOf } from './tensor.ts';

/** Weights that were found to be those of their card. */
export interface CardedWeights {
  readonly cardFile: string;
  readonly card: object;
  /** Name and version, as `mini-xception@1.0.0`. */
  readonly model: string;
  readonly calibration: Calibration;
  readonly tensorOf: TensorOf;
  /** Of the file of weights. */
  readonly bytes: number;
}

/** A number above 0 of a card. Throws WeightsError where it is none. */
export function cardNumber(file: string, card: object, key: string): number {
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

/** A part of a card that has parts of its own. Throws WeightsError where it has none. */
export function cardPart(file: string, card: object, key: string): object {
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
 * Fetches a card and its weights, and checks these against the card's SHA-256.
 *
 * @param baseUrl where the app is served; the files lie in `models/` below it
 * @param name of both files, without what they end with
 * @throws WeightsError naming file, tensor, expected and found
 */
export async function loadCardedWeights(baseUrl: string, name: string): Promise<CardedWeights> {
  const cardFile = `${name}.json`;
  const weightsFile = `${name}.safetensors`;
  const [cardBytes, weights] = await Promise.all([
    fetchFile(new URL(`models/${cardFile}`, baseUrl).href),
    fetchFile(new URL(`models/${weightsFile}`, baseUrl).href),
  ]);
  const card = parseCard(cardFile, cardBytes);
  await verifySha256(weightsFile, weights, cardText(cardFile, card, 'sha256'));
  const tensors = readSafetensors(weightsFile, weights);
  return {
    cardFile,
    card,
    model: `${cardText(cardFile, card, 'name')}@${cardText(cardFile, card, 'version')}`,
    calibration: {
      temperature: cardNumber(cardFile, card, 'temperature'),
      undeterminedBelowAbsLogOdds: cardNumber(cardFile, card, 'undetermined_below_abs_log_odds'),
    },
    tensorOf: (tensor, shape) => takeTensor(weightsFile, tensors, tensor, shape),
    bytes: weights.byteLength,
  };
}
