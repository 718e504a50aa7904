import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Answered } from '../../src/evaluation/answers.ts';
import type { LabelledPicture } from '../../src/evaluation/metadata/labelled-picture.ts';
import type { ReadingControl } from '../../src/evaluation/metadata/reading-control.ts';
import { takeOut } from '../../src/evaluation/metadata/unread.ts';
import type { Evaluations } from '../../src/evaluation/report/report.ts';
import { summarise, type Asked } from '../../src/evaluation/summarise.ts';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import { INPUT_PATH } from '../input-server.ts';
import type { EvaluateArguments } from './arguments.ts';
import { findMissing } from './missing-files.ts';
import type { ModelChoice } from './model-options.ts';
import type { EvaluateOptions, ModelMessage } from './page/messages.ts';
import { readSelection } from './read-selection.ts';

/** How the caller looks on and stops it. */
export interface EvaluateControl {
  readonly onRows: (done: number, total: number) => void;
  readonly onPictures: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

async function readModel(model: ModelChoice): Promise<ModelMessage> {
  if (typeof model === 'string') return model;
  return { file: basename(model.path), base64: (await readFile(model.path)).toString('base64') };
}

async function readModels(models: readonly ModelChoice[]): Promise<Outcome<readonly ModelMessage[]>> {
  try {
    return good(await Promise.all(models.map(readModel)));
  } catch (thrown) {
    // Not there, or not ours to read; Node's message names the file.
    return bad(`cannot read the weights: ${messageOf(thrown)}`);
  }
}

/** At most `limit` pictures, evenly from all of them. */
function spread(pictures: readonly LabelledPicture[], limit: number): readonly LabelledPicture[] {
  if (pictures.length <= limit) return pictures;
  return Array.from(
    { length: limit },
    (_, index) => pictures[Math.floor((index * pictures.length) / limit)],
  ).filter((picture) => picture !== undefined);
}

/** Pictures of the metadata, at most `limit` of them, without those that are not in the folder. */
async function readAsked(
  { images, metadata, limit }: EvaluateArguments,
  control: ReadingControl,
): Promise<Outcome<Asked>> {
  const selection = await readSelection(images, metadata, control);
  if (!selection.ok) return selection;
  const { rows, dropped, pictures } = selection.value;
  const wanted = spread(pictures, limit);
  const missing = await findMissing(images, wanted);
  if (missing.size === wanted.length)
    return bad(`not one of the ${wanted.length} pictures is in ${images}; the first is ${wanted[0]?.file}`);
  const there = takeOut({ pictures: wanted, dropped, unread: {} }, ({ file }) =>
    missing.has(file) ? 'missing' : undefined,
  );
  return good({ ...there, rows, format: metadata.format, file: metadata.meta });
}

function optionsOf(
  { crops, range, tier, cropScale, facePx }: EvaluateArguments,
  pictures: readonly LabelledPicture[],
  models: readonly ModelMessage[],
): EvaluateOptions {
  const sizes = { cropScale: cropScale ?? null, facePx: facePx ?? null };
  return { pictures, baseUrl: INPUT_PATH, crops, range, tier, models, ...sizes };
}

/** Measures classifiers on the pictures that `given` names. */
export async function runEvaluate(
  given: EvaluateArguments,
  { onRows, onPictures, signal }: EvaluateControl,
): Promise<Outcome<Evaluations>> {
  const asked = await readAsked(given, { onProgress: onRows, signal });
  if (!asked.ok) return asked;
  const { pictures } = asked.value;
  const models = await readModels(given.models);
  if (!models.ok) return models;
  let seen = 0;
  const reportProgress = (done: number, total: number): void => {
    seen = done;
    onPictures(done, total);
  };
  // Vite and Playwright load slowly and are not needed to refuse bad input.
  const { openSession } = await import('../browser-session.ts');
  const opened = await openSession({
    page: 'tools/evaluate/page',
    input: { folder: given.images },
    functions: { reportProgress },
    signal,
  });
  if (!opened.ok) return opened;
  try {
    const answered = await opened.value.run<EvaluateOptions, Answered>(
      optionsOf(given, pictures, models.value),
    );
    if (signal.aborted)
      return bad(`stopped after ${seen} of ${pictures.length} pictures; nothing is written`);
    if (!answered.ok) return answered;
    const [first, ...others] = summarise(asked.value, answered.value);
    return first === undefined ? bad('no model was evaluated') : good([first, ...others]);
  } finally {
    await opened.value.dispose();
  }
}
