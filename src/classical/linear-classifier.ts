import type { ModelFacts } from '../domain/crop-answers.ts';
import { cardNumber, cardPart, loadCardedWeights } from '../vision/weights/card.ts';
import { FACE_SIDE, GRID, localBinaryPatterns, PATTERNS } from './local-binary-patterns.ts';

/** Name of the files of card and weights. */
const LINEAR_CLASSIFIER = 'lbp-svm';

/** A linear support vector machine over local binary patterns; its distance is log-odds already, by Platt's scaling. */
export interface LinearClassifier {
  readonly facts: ModelFacts;
  /** Side of the crop over the longer side of the face's box; above 0. */
  readonly cropSideOverBox: number;
  /** `[woman, man]` of a face of `FACE_SIDE * FACE_SIDE` greys of -1 to 1, row by row. */
  readonly classify: (grey: Float32Array) => readonly [woman: number, man: number];
}

/** Greys of -1 to 1 as whole ones of 0 to 255. Halves go up, so that they come out alike in every language. */
export function inWholeGreys(grey: Float32Array): Uint8Array {
  return Uint8Array.from(grey, (value) => Math.floor((value + 1) * 127.5 + 0.5));
}

/** The classifier of `weights` `[GRID, GRID, PATTERNS]` and `bias`. */
export function createClassify(weights: Float32Array, bias: number): LinearClassifier['classify'] {
  return (grey) => {
    const logOdds = localBinaryPatterns(inWholeGreys(grey)).reduce(
      (sum, feature, index) => sum + feature * (weights[index] ?? 0),
      bias,
    );
    return [-logOdds / 2, logOdds / 2];
  };
}

/**
 * Loads the classifier that ships with the app.
 *
 * @param baseUrl where the app is served
 * @throws WeightsError naming file, tensor, expected and found
 */
export async function loadLinearClassifier(baseUrl: string): Promise<LinearClassifier> {
  const { cardFile, card, model, calibration, tensorOf, bytes } = await loadCardedWeights(
    baseUrl,
    LINEAR_CLASSIFIER,
  );
  const crop = cardPart(cardFile, cardPart(cardFile, card, 'input'), 'crop');
  const weights = tensorOf('svm/weights', [GRID, GRID, PATTERNS]);
  const [bias = 0] = tensorOf('svm/bias', [1]);
  return {
    facts: { model, calibration, tier: 'JavaScript', parameters: weights.length + 1, bytes },
    cropSideOverBox: cardNumber(cardFile, crop, 'side_over_detector_box'),
    classify: createClassify(weights, bias),
  };
}

/** What a crop must be: grey, and square. */
export const FACE_SHAPE = { height: FACE_SIDE, width: FACE_SIDE, channels: 1 } as const;
