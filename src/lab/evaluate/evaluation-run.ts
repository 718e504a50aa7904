/** One evaluation in the Lab, from a folder and labels to figures. */
import { CLASSIFIERS, type ModelName, type Tier } from '../../domain/face.ts';
import { countingTemperature, LEAST_COMPARED_FACES, type WeightsOffer } from '../../domain/kept-weights.ts';
import { formatOfName } from '../../domain/metadata-format.ts';
import { bad, good, messageOf, type Outcome } from '../../domain/outcome.ts';
import { FILTER_OF_THE_LITERATURE } from '../../evaluation/metadata/imdb-wiki.ts';
import type { Selection } from '../../evaluation/metadata/labelled-picture.ts';
import { requireSome } from '../../evaluation/metadata/read-metadata.ts';
import { takeOut } from '../../evaluation/metadata/unread.ts';
import { readUtkface } from '../../evaluation/metadata/utkface.ts';
import type { Evaluations } from '../../evaluation/report/report.ts';
import { summarise, type Asked } from '../../evaluation/summarise.ts';
import type { EvaluationAsk, EvaluationProgress } from '../../state/evaluation-state.ts';
import type { Classifier } from '../../vision/classifier/load-classifier.ts';
import { readOwnWeights } from '../../vision/classifier/own-weights.ts';
import { answerPictures } from './answer-pictures.ts';
import type { Folder } from './folder.ts';
import { openAnswerers } from './open-answerers.ts';
import { readLabels } from './read-labels.ts';

/** How the caller looks on and stops it. */
export interface RunControl {
  readonly onProgress: (step: EvaluationProgress['step'], done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** What is evaluated, and on what. */
export interface Run extends EvaluationAsk {
  readonly folder: Folder;
  readonly tier: Tier;
}

/** What came of it. */
export interface Evaluated {
  readonly evaluations: Evaluations;
  /** Weights of the person's own that may be made to count; undefined where none were compared with those that count, on enough faces. */
  readonly offer: WeightsOffer | undefined;
}

/** `asked`, `models` and `evaluations` are in the same order. */
function offerOf(
  { models: asked }: Run,
  models: readonly (ModelName | Classifier)[],
  evaluations: Evaluations,
): WeightsOffer | undefined {
  const shipped = evaluations[models.indexOf(CLASSIFIERS[0])];
  // Of the other network nobody has tried for months how it does at a door.
  const index = models.findIndex(
    (model) => typeof model === 'object' && model.network.name === CLASSIFIERS[0],
  );
  const [weights, own] = [asked[index], evaluations[index]];
  if (typeof weights !== 'object' || own === undefined || shipped === undefined) return undefined;
  if (Math.min(own.n, shipped.n) < LEAST_COMPARED_FACES) return undefined;
  return {
    weights,
    figures: { faces: own.n, accuracy: own.accuracy ?? 0, shippedAccuracy: shipped.accuracy ?? 0 },
    // Calibrated log-odds of any model mean the same, and so does the threshold.
    calibration: {
      ...shipped.card,
      temperature: countingTemperature(own.bestTemperature, shipped.card.temperature),
    },
  };
}

async function readSelection(
  { folder, metadata }: Run,
  { onProgress, signal }: RunControl,
): Promise<Outcome<Selection>> {
  if (metadata === undefined) return requireSome(readUtkface(folder.files.keys()), folder.name);
  const { name } = metadata;
  const request = {
    content: metadata,
    file: name,
    format: formatOfName(name),
    filter: FILTER_OF_THE_LITERATURE,
  };
  const onRows = (done: number, total: number): void => onProgress('rows', done, total);
  const selection = await readLabels(request, { onProgress: onRows, signal });
  return selection.ok ? requireSome(selection.value, name) : selection;
}

/** The labelled pictures that are in the folder; bad where not one is. */
async function readAsked(run: Run, control: RunControl): Promise<Outcome<Asked>> {
  const selection = await readSelection(run, control);
  if (!selection.ok) return selection;
  const { folder, metadata } = run;
  const { rows, pictures, dropped } = selection.value;
  const there = takeOut({ pictures, dropped, unread: {} }, ({ file }) =>
    folder.files.has(file) ? undefined : 'missing',
  );
  const [have] = folder.files.keys();
  if (there.pictures.length === 0)
    return bad(
      `Not one of the ${pictures.length} pictures is in ${folder.name}. The first should be ${pictures[0]?.file}; ` +
        `the folder has ${have ?? 'no files'}. Choose the folder in which the names of the labels begin.`,
    );
  const format = metadata === undefined ? 'utkface' : formatOfName(metadata.name);
  return good({ ...there, rows, format, file: metadata?.name ?? '' });
}

async function readModel(model: ModelName | File): Promise<ModelName | Classifier> {
  if (typeof model === 'string') return model;
  return readOwnWeights(model.name, new Uint8Array(await model.arrayBuffer()));
}

async function readModels(
  models: EvaluationAsk['models'],
): Promise<Outcome<readonly (ModelName | Classifier)[]>> {
  try {
    return good(await Promise.all(models.map(readModel)));
  } catch (thrown) {
    // A refused file of weights, in words for a person, or one that went away.
    return bad(messageOf(thrown));
  }
}

/** Evaluates; bad with a sentence for a person where something is wrong, and when it was stopped. */
export async function runEvaluation(run: Run, control: RunControl): Promise<Outcome<Evaluated>> {
  const { onProgress, signal } = control;
  const models = await readModels(run.models);
  if (!models.ok) return models;
  const asked = await readAsked(run, control);
  if (!asked.ok) return asked;
  onProgress('models', 0, models.value.length);
  const { crops, range, tier, folder } = run;
  const answerers = await openAnswerers({ models: models.value, crops, range, tier }, signal);
  if (!answerers.ok) return answerers;
  try {
    const answered = await answerPictures(
      {
        pictures: asked.value.pictures,
        open: async (file) => folder.files.get(file)?.(),
        crops,
        answerers: answerers.value,
      },
      { onProgress: (done, total) => onProgress('pictures', done, total), signal },
    );
    if (!answered.ok) return answered;
    const [first, ...others] = summarise(asked.value, answered.value);
    if (first === undefined) return bad('Choose at least one model.');
    const offer = offerOf(run, models.value, [first, ...others]);
    return good({ evaluations: [first, ...others], offer });
  } finally {
    for (const answerer of answerers.value) answerer.dispose();
  }
}
