/** What the page and a vision worker that answers crops say to each other. */
import type { ModelFacts } from '../../domain/crop-answers.ts';
import type { ClassifierName, Tier } from '../../domain/face.ts';
import type { Classifier } from '../classifier/load-classifier.ts';

/** Which classifier answers crops, and how. */
export interface CropOptions {
  readonly tier: Tier;
  /** One that ships, by name, or one that was read (`own-weights.ts`). */
  readonly model: ClassifierName | Classifier;
  /** Side of the crop over the detector's box; undefined for what the weights were trained with. */
  readonly cropScale?: number | undefined;
}

/** The first message to the worker; from then on it takes `CropsRequest`s and nothing else. */
export interface CropsStart extends CropOptions {
  readonly type: 'start-crops';
  readonly baseUrl: string;
}

/** One batch; answered by one `CropsAnswer`, in the order of the requests. */
export interface CropsRequest {
  readonly type: 'crops';
  readonly crops: readonly ImageData[];
}

/** Answers of the worker, the first of them to its start. */
export type CropsAnswer =
  | { readonly type: 'crops-ready'; readonly facts: ModelFacts; readonly batch: number }
  | { readonly type: 'crops'; readonly logits: Float32Array; readonly computeMs: number }
  | { readonly type: 'crops-failed'; readonly message: string };
