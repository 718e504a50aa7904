import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Selection } from '../../src/evaluation/metadata/labelled-picture.ts';
import { readMetadata, requireSome } from '../../src/evaluation/metadata/read-metadata.ts';
import type { ReadingControl } from '../../src/evaluation/metadata/reading-control.ts';
import { readUtkface } from '../../src/evaluation/metadata/utkface.ts';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import type { MetadataOptions } from './metadata-options.ts';

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .toSorted();
}

async function readFrom(
  images: string,
  { format, meta, filter }: MetadataOptions,
  control: ReadingControl,
): Promise<Outcome<Selection>> {
  if (format === 'utkface') return good(readUtkface(await filesIn(images)));
  return readMetadata(await readFile(meta), { format, file: meta, filter }, control);
}

/** Reads the labels of the pictures in `images`; `control` looks on and stops it. */
export async function readSelection(
  images: string,
  options: MetadataOptions,
  control: ReadingControl,
): Promise<Outcome<Selection>> {
  const where = options.meta || images;
  try {
    const selection = await readFrom(images, options, control);
    return selection.ok ? requireSome(selection.value, where) : selection;
  } catch (thrown) {
    // Not there, or not ours to read.
    return bad(`cannot read ${where}: ${messageOf(thrown)}`);
  }
}
