/**
 * What is explained of a classifier's answer: the logit of one class, or the sum over the last map's pixels of the greater class, which
 * belongs to no class.
 */
export type ExplainTarget = 'woman' | 'man' | 'greatest';

/** How a face is explained. */
export interface ExplainRule {
  readonly target: ExplainTarget;
  /** Guided backpropagation; otherwise the plain gradient. */
  readonly guided: boolean;
}

/** Numbers in rows, channels fastest: `height * width * channels` of them. Lives in memory only. */
export interface ExplanationMap {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float32Array;
}

/** Why the classifier answered as it did of one face, as far as gradients tell. Lives in memory only; nothing here is ever stored. */
export interface Explanation {
  /** Gradient with respect to each number of the crop that the classifier saw. */
  readonly inputGradient: ExplanationMap;
  /** The last features before the maps of the classes, and the gradient with respect to them. */
  readonly features: ExplanationMap;
  readonly featuresGradient: ExplanationMap;
}

/** What the Lab explains until somebody chooses. */
export const DEFAULT_RULE: ExplainRule = { target: 'greatest', guided: true };
