/** What a person has chosen to evaluate, before it is asked for. */
import { CLASSIFIERS, MODELS, type DetectorRange, type ModelName } from '../../../domain/face.ts';
import type { EvaluationAsk } from '../../../state/evaluation-state.ts';

/** Everything on the form but the folder, which is read as soon as it is there. */
export interface Choices {
  /** Where the labels are. */
  readonly labels: 'file' | 'names';
  readonly metadata: File | undefined;
  readonly crops: boolean;
  readonly range: DetectorRange;
  /** Of those that ship. */
  readonly shipped: readonly ModelName[];
  /** Weights of the person's own. */
  readonly weights: File | undefined;
}

/** Both networks on whole pictures, with labels in a file. */
export const FIRST_CHOICES: Choices = {
  labels: 'file',
  metadata: undefined,
  crops: false,
  range: 'full',
  shipped: CLASSIFIERS,
  weights: undefined,
};

/** What the choices ask for; in a sentence, what is still missing. */
export function askOf(choices: Choices): EvaluationAsk | string {
  const { labels, metadata, crops, range, shipped, weights } = choices;
  if (labels === 'file' && metadata === undefined) return 'Choose the file with the labels.';
  const models = [
    ...MODELS.filter((name) => shipped.includes(name)),
    ...(weights === undefined ? [] : [weights]),
  ];
  if (models.length === 0) return 'Choose at least one model.';
  return { metadata: labels === 'file' ? metadata : undefined, models, crops, range };
}
