/** One evaluation in the Lab, from a folder and labels to figures. */
import type { ClassifierName, Tier } from '../../domain/face.ts';
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

async function readModel(model: ClassifierName | File): Promise<ClassifierName | Classifier> {
  if (typeof model === 'string') return model;
  return readOwnWeights(model.name, new Uint8Array(await model.arrayBuffer()));
}

async function readModels(
  models: EvaluationAsk['models'],
): Promise<Outcome<readonly (ClassifierName | Classifier)[]>> {
  try {
    return good(await Promise.all(models.map(readModel)));
  } catch (thrown) {
    // A refused file of weights, in words for a person, or one that went away.
    return bad(messageOf(thrown));
  }
}

/** Evaluates; bad with a sentence for a person where something is wrong, and when it was stopped. */
export async function runEvaluation(run: Run, control: RunControl): Promise<Outcome<Evaluations>> {
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
    return first === undefined ? bad('Choose at least one network.') : good([first, ...others]);
  } finally {
    for (const answerer of answerers.value) answerer.dispose();
  }
}
