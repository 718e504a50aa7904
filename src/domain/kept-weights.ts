import type { Calibration } from './face.ts';

/** How weights of a person's own did beside those that ship, on the same pictures. */
export interface WeightsFigures {
  readonly faces: number;
  /** Shares right, 0 to 1, when nobody is undetermined. */
  readonly accuracy: number;
  readonly shippedAccuracy: number;
}

/** Weights that were compared, and may be made to count. */
export interface WeightsOffer {
  readonly weights: File;
  readonly figures: WeightsFigures;
  /** From the pictures: such a file has no card. */
  readonly calibration: Calibration;
}

/** Weights of a person's own, as they are kept on the device: nothing of any picture. */
export interface KeptWeights {
  /** The file's name. */
  readonly file: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly calibration: Calibration;
  readonly figures: WeightsFigures;
  /** Milliseconds since 1970 UTC. */
  readonly keptMs: number;
}

/** Fewest faces that both must have been compared on. */
export const LEAST_COMPARED_FACES = 50;

/**
 * The temperature that weights of a person's own count with: the one that fits the compared pictures, but none that makes them surer than
 * the shipped model. On pictures without a mistake, as few are enough for, the best fit would be to be sure of everybody.
 *
 * @param best null where no picture says anything
 */
export function countingTemperature(best: number | null, shipped: number): number {
  return Math.max(best ?? 1, shipped);
}

/** A person's own weights on the screen: they count, or why they do not. */
export type WeightsState =
  | {
      readonly status: 'counting';
      readonly file: string;
      readonly figures: WeightsFigures;
      readonly keptMs: number;
    }
  | { readonly status: 'refused'; readonly file: string; readonly message: string };
