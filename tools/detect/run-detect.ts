import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { filesBelow } from '../../scripts/repository.ts';
import type { Session } from '../browser-session.ts';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import { INPUT_PATH } from '../input-server.ts';
import type { DetectArguments } from './arguments.ts';
import { detectedFiles, detectionLines, DETECTIONS_HEADER } from './detections.ts';
import type { DetectedPicture, DetectOptions } from './page/messages.ts';

/** What `detect` did in this run. */
export interface Detected {
  /** Pictures that the file lacked, those that could not be looked at among them. */
  readonly pictures: number;
  readonly withFace: number;
  /** Pictures that could not be looked at, each with the reason in words. */
  readonly refused: readonly Refused[];
}

interface Refused {
  readonly file: string;
  readonly refusal: string;
}

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp']);
/** Pictures whose faces are written together: an interruption loses as many at most. */
const BATCH = 1000;

async function picturesBelow(folder: string): Promise<Outcome<string[]>> {
  try {
    if (!(await stat(folder)).isDirectory()) return bad(`${folder} is not a folder`);
    const files = filesBelow(folder).filter((file) => PICTURES.has(extname(file).toLowerCase()));
    return files.length === 0 ? bad(`${folder} has no pictures`) : good(files.toSorted());
  } catch (thrown) {
    // Not there, or not ours to read.
    return bad(`cannot read ${folder}: ${messageOf(thrown)}`);
  }
}

/** Files that the CSV at `out` has; begins it where there is none. */
async function beginFile(out: string): Promise<Outcome<ReadonlySet<string>>> {
  try {
    if (existsSync(out)) return detectedFiles(await readFile(out, 'utf8'), out);
    await mkdir(dirname(resolve(out)), { recursive: true });
    await writeFile(out, DETECTIONS_HEADER);
    return good(new Set());
  } catch (thrown) {
    // A place that cannot be written to.
    return bad(`cannot write ${out}: ${messageOf(thrown)}`);
  }
}

async function detectAll(
  session: Session,
  { out, pad, range, tier }: DetectArguments,
  files: readonly string[],
  onBatch: (done: number) => void,
): Promise<Outcome<Detected>> {
  let withFace = 0;
  const refused: Refused[] = [];
  for (let start = 0; start < files.length; start += BATCH) {
    onBatch(start);
    const options = { files: files.slice(start, start + BATCH), baseUrl: INPUT_PATH, pad, range, tier };
    const found = await session.run<DetectOptions, DetectedPicture[]>(options);
    if (!found.ok) return found;
    await appendFile(out, detectionLines(found.value));
    for (const { file, faces, refusal } of found.value) {
      if (faces.length > 0) withFace += 1;
      if (refusal !== undefined) refused.push({ file, refusal });
    }
  }
  return good({ pictures: files.length, withFace, refused });
}

/** Writes where faces are on the pictures that `given` names; `onProgress` hears of every picture. */
export async function runDetect(
  given: DetectArguments,
  onProgress: (done: number, total: number) => void,
): Promise<Outcome<Detected>> {
  const pictures = await picturesBelow(given.images);
  if (!pictures.ok) return pictures;
  const known = await beginFile(given.out);
  if (!known.ok) return known;
  const files = pictures.value.filter((file) => !known.value.has(file));
  if (files.length === 0) return good({ pictures: 0, withFace: 0, refused: [] });
  // Vite and Playwright load slowly and are not needed to refuse bad input.
  const { openSession } = await import('../browser-session.ts');
  let before = 0;
  const opened = await openSession({
    page: 'tools/detect/page',
    input: { folder: given.images },
    functions: { reportProgress: (done: number) => onProgress(before + done, files.length) },
  });
  if (!opened.ok) return opened;
  try {
    return await detectAll(opened.value, given, files, (done) => (before = done));
  } finally {
    await opened.value.dispose();
  }
}
