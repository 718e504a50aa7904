/** What the page of `evaluate` and its Node side say to each other. */
import type { ClassifierName, DetectorRange, Tier } from '../../../src/domain/face.ts';

export interface EvaluateOptions {
  readonly files: readonly string[];
  /** Address under which the files lie. */
  readonly baseUrl: string;
  readonly crops: boolean;
  readonly range: DetectorRange;
  readonly tier: Tier;
  readonly model: ClassifierName;
}

export interface EvaluateResult {
  /** One for every file, in order: `[woman, man]`, or null where no face was found. */
  readonly logits: readonly (readonly [number, number] | null)[];
  readonly tier: string;
  readonly model: string;
  /** From the first picture's fetch to the last answer. */
  readonly seconds: number;
}
