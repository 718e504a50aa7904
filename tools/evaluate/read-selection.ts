import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { readCsv } from '../../src/evaluation/metadata/csv.ts';
import { readImdbWiki } from '../../src/evaluation/metadata/imdb-wiki.ts';
import type { Selection } from '../../src/evaluation/metadata/labelled-picture.ts';
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
  if (format === 'csv') return readCsv(await readFile(meta, 'utf8'), meta);
  return readImdbWiki(await readFile(meta), meta, format, filter, control);
}

function inWords({ rows, dropped }: Selection): string {
  const counts = Object.entries(dropped).map(([reason, count]) => `${reason} ${count}`);
  return `none of ${rows} rows can be used (${counts.join(', ') || 'there are none'})`;
}

/** Reads the labels of the pictures in `images`; `control` looks on and stops it. */
export async function readSelection(
  images: string,
  options: MetadataOptions,
  control: ReadingControl,
): Promise<Outcome<Selection>> {
  try {
    const selection = await readFrom(images, options, control);
    if (!selection.ok || selection.value.pictures.length > 0) return selection;
    return bad(`${options.meta || images}: ${inWords(selection.value)}`);
  } catch (thrown) {
    // Not there, or not ours to read.
    return bad(`cannot read ${options.meta || images}: ${messageOf(thrown)}`);
  }
}
