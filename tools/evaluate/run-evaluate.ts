import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import { INPUT_PATH, resolveInput } from '../input-server.ts';
import type { EvaluateArguments } from './arguments.ts';
import { parseMetadata, type LabelledImage } from './metadata.ts';
import { measure, type Metrics } from './metrics.ts';
import type { EvaluateOptions, EvaluateResult } from './page/messages.ts';

/** What `evaluate` prints. */
export interface Evaluation extends Metrics {
  readonly tier: string;
  readonly model: string;
  readonly facesPerSec: number;
}

async function readMetadata(path: string): Promise<Outcome<LabelledImage[]>> {
  try {
    return parseMetadata(await readFile(path, 'utf8'), path);
  } catch (thrown) {
    // Not there, or not ours to read.
    return bad(`cannot read ${path}: ${messageOf(thrown)}`);
  }
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

async function checkFiles(folder: string, images: readonly LabelledImage[]): Promise<string | undefined> {
  const missing: string[] = [];
  for (const { file } of images) {
    if (!(await isFile(resolveInput({ folder }, file)))) missing.push(file);
  }
  if (missing.length === 0) return undefined;
  return `${missing.length} of ${images.length} pictures are not in ${folder}; the first is ${missing[0]}`;
}

function summarise(images: readonly LabelledImage[], result: EvaluateResult): Evaluation {
  const logits = result.logits.map((pair) => pair ?? undefined);
  return {
    ...measure(images, logits),
    tier: result.tier,
    model: result.model,
    facesPerSec: Math.round((10 * images.length) / result.seconds) / 10,
  };
}

/** At most `limit` images, evenly from all of them. */
function spread(images: readonly LabelledImage[], limit: number): readonly LabelledImage[] {
  if (images.length <= limit) return images;
  return Array.from(
    { length: limit },
    (_, index) => images[Math.floor((index * images.length) / limit)],
  ).filter((image) => image !== undefined);
}

/** Measures the shipped classifier on the pictures that `given` names; `onProgress` hears of every step. */
export async function runEvaluate(
  given: EvaluateArguments,
  onProgress: (done: number, total: number) => void,
): Promise<Outcome<Evaluation>> {
  const metadata = await readMetadata(given.meta);
  if (!metadata.ok) return metadata;
  const images = spread(metadata.value, given.limit);
  const trouble = await checkFiles(given.images, images);
  if (trouble !== undefined) return bad(trouble);
  const model = await readModel(given.model);
  if (!model.ok) return model;
  // Vite and Playwright load slowly and are not needed to refuse bad input.
  const { openSession } = await import('../browser-session.ts');
  const opened = await openSession({
    page: 'tools/evaluate/page',
    input: { folder: given.images },
    functions: { reportProgress: onProgress },
  });
  if (!opened.ok) return opened;
  try {
    const files = images.map(({ file }) => file);
    const { crops, range, tier, cropScale = null } = given;
    const options = { files, baseUrl: INPUT_PATH, crops, range, tier, model: model.value, cropScale };
    const result = await opened.value.run<EvaluateOptions, EvaluateResult>(options);
    return result.ok ? good(summarise(images, result.value)) : result;
  } finally {
    await opened.value.dispose();
  }
}
