/** What a person has chosen to evaluate, before it is asked for. */
import { CLASSIFIERS, type ClassifierName, type DetectorRange } from '../../../domain/face.ts';
import type { EvaluationAsk } from '../../../state/evaluation-state.ts';

/** Everything on the form but the folder, which is read as soon as it is there. */
export interface Choices {
  /** Where the labels are. */
  readonly labels: 'file' | 'names';
  readonly metadata: File | undefined;
  readonly crops: boolean;
  readonly range: DetectorRange;
  readonly networks: readonly ClassifierName[];
  /** Weights of the person's own. */
  readonly weights: File | undefined;
}

/** Both networks on whole pictures, with labels in a file. */
export const FIRST_CHOICES: Choices = {
  labels: 'file',
  metadata: undefined,
  crops: false,
  range: 'full',
  networks: CLASSIFIERS,
  weights: undefined,
};

/** What the choices ask for; in a sentence, what is still missing. */
export function askOf(choices: Choices): EvaluationAsk | string {
  const { labels, metadata, crops, range, networks, weights } = choices;
  if (labels === 'file' && metadata === undefined) return 'Choose the file with the labels.';
  const models = [
    ...CLASSIFIERS.filter((name) => networks.includes(name)),
    ...(weights === undefined ? [] : [weights]),
  ];
  if (models.length === 0) return 'Choose at least one model.';
  return { metadata: labels === 'file' ? metadata : undefined, models, crops, range };
}
