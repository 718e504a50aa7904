import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { measure } from '../../src/evaluation/metrics/metrics.ts';
import type { LabelledPicture, Selection } from '../../src/evaluation/metadata/labelled-picture.ts';
import type { Evaluation } from '../../src/evaluation/report/evaluation.ts';
import type { Session } from '../browser-session.ts';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import { INPUT_PATH, resolveInput } from '../input-server.ts';
import type { EvaluateArguments } from './arguments.ts';
import type { EvaluateOptions, EvaluateResult } from './page/messages.ts';
import { readSelection } from './read-selection.ts';

/** How the caller looks on and stops it. */
export interface EvaluateControl {
  readonly onRows: (done: number, total: number) => void;
  readonly onPictures: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

async function readModel(model: EvaluateArguments['model']): Promise<Outcome<EvaluateOptions['model']>> {
  if (typeof model === 'string') return good(model);
  try {
    return good({ file: basename(model.path), base64: (await readFile(model.path)).toString('base64') });
  } catch (thrown) {
    // Not there, or not ours to read.
    return bad(`cannot read ${model.path}: ${messageOf(thrown)}`);
  }
}

async function isFile(path: string | undefined): Promise<boolean> {
  try {
    return path !== undefined && (await stat(path)).isFile();
  } catch {
    // Not there, or not ours to read: both mean no.
    return false;
  }
}

async function checkFiles(folder: string, pictures: readonly LabelledPicture[]): Promise<string | undefined> {
  const missing: string[] = [];
  for (const { file } of pictures) {
    if (!(await isFile(resolveInput({ folder }, file)))) missing.push(file);
  }
  if (missing.length === 0) return undefined;
  return `${missing.length} of ${pictures.length} pictures are not in ${folder}; the first is ${missing[0]}`;
}

function summarise(
  pictures: readonly LabelledPicture[],
  { format, meta }: EvaluateArguments['metadata'],
  { rows, dropped }: Selection,
  result: EvaluateResult,
): Evaluation {
  const logits = result.logits.map((pair) => pair ?? undefined);
  return {
    ...measure(pictures, logits, result.calibration),
    noFaceThere: result.noFaceThere,
    tier: result.tier,
    model: result.model,
    card: result.calibration,
    facesPerSec: Math.round((10 * pictures.length) / result.seconds) / 10,
    medianFaceMs: Math.round(100 * result.medianFaceMs) / 100,
    metadata: { format, file: meta, rows, dropped, used: pictures.length },
  };
}

/** At most `limit` pictures, evenly from all of them. */
function spread(pictures: readonly LabelledPicture[], limit: number): readonly LabelledPicture[] {
  if (pictures.length <= limit) return pictures;
  return Array.from(
    { length: limit },
    (_, index) => pictures[Math.floor((index * pictures.length) / limit)],
  ).filter((picture) => picture !== undefined);
}

function evaluateIn(
  session: Session,
  { crops, range, tier, cropScale }: EvaluateArguments,
  model: EvaluateOptions['model'],
  pictures: readonly LabelledPicture[],
): Promise<Outcome<EvaluateResult>> {
  const files = pictures.map(({ file }) => file);
  const facesPx = pictures.map(({ facePx }) => facePx ?? null);
  return session.run<EvaluateOptions, EvaluateResult>({
    files,
    facesPx,
    baseUrl: INPUT_PATH,
    crops,
    range,
    tier,
    model,
    cropScale: cropScale ?? null,
  });
}

/** Measures a classifier on the pictures that `given` names. */
export async function runEvaluate(
  given: EvaluateArguments,
  { onRows, onPictures, signal }: EvaluateControl,
): Promise<Outcome<Evaluation>> {
  const selection = await readSelection(given.images, given.metadata, { onProgress: onRows, signal });
  if (!selection.ok) return selection;
  const pictures = spread(selection.value.pictures, given.limit);
  const trouble = await checkFiles(given.images, pictures);
  if (trouble !== undefined) return bad(trouble);
  const model = await readModel(given.model);
  if (!model.ok) return model;
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
    const result = await evaluateIn(opened.value, given, model.value, pictures);
    if (signal.aborted)
      return bad(`stopped after ${seen} of ${pictures.length} pictures; nothing is written`);
    return result.ok ? good(summarise(pictures, given.metadata, selection.value, result.value)) : result;
  } finally {
    await opened.value.dispose();
  }
}
