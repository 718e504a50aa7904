import { stat } from 'node:fs/promises';
import type { LabelledPicture } from '../../src/evaluation/metadata/labelled-picture.ts';
import { resolveInput } from '../input-server.ts';

async function isFile(path: string | undefined): Promise<boolean> {
  try {
    return path !== undefined && (await stat(path)).isFile();
  } catch {
    // Not there, or not ours to read: both mean no.
    return false;
  }
}

/** Names of the pictures that are not in `folder`, or lie outside it. */
export async function findMissing(
  folder: string,
  pictures: readonly LabelledPicture[],
): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  for (const { file } of pictures) if (!(await isFile(resolveInput({ folder }, file)))) missing.add(file);
  return missing;
}
