import type { Calibration, ClassifierName } from '../../domain/face.ts';
import type { Network } from '../engine/network.ts';
import { cardNumber, cardPart, loadCardedWeights } from '../weights/card.ts';
import { countNumbers, type TensorOf } from '../weights/tensor.ts';
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

/**
 * Loads a classifier that ships with the app: card, weights checked against the card's SHA-256, batch norms folded.
 *
 * @param baseUrl where the app is served; the files lie in `models/` below it
 * @throws WeightsError naming file, tensor, expected and found
 */
export async function loadClassifier(baseUrl: string, name: ClassifierName): Promise<Classifier> {
  const { cardFile, card, model, calibration, tensorOf, bytes } = await loadCardedWeights(baseUrl, name);
  const crop = cardPart(cardFile, cardPart(cardFile, card, 'input'), 'crop');
  const counted = countNumbers(tensorOf);
  return {
    network: NETWORKS[name](counted.tensorOf, cardNumber(cardFile, card, 'norm_epsilon')),
    model,
    calibration,
    cropSideOverBox: cardNumber(cardFile, crop, 'side_over_detector_box'),
    parameters: counted.count(),
    bytes,
  };
}
