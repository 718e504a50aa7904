/** What was dropped on the page, sorted by what it is for. */
import type { FolderSource } from '../../../state/evaluation-state.ts';

/** A part is undefined where nothing of its kind was dropped. */
export interface Dropped {
  readonly pictures: FolderSource | undefined;
  readonly metadata: File | undefined;
  readonly weights: File | undefined;
}

/** Files of labels by their names. */
export const METADATA_FILES = '.csv,.mat';

/** Files of weights by their names. */
export const WEIGHTS_FILES = '.safetensors,.hdf5,.h5';

function isOf(kinds: string, name: string): boolean {
  return kinds.split(',').some((ending) => name.toLowerCase().endsWith(ending));
}

/** Sorts what was dropped. Must be called in the event itself: the browser forgets the rest afterwards. */
export function sortDropped(items: Iterable<DataTransferItem>): Dropped {
  const entries: FileSystemEntry[] = [];
  let [metadata, weights]: (File | undefined)[] = [];
  for (const item of items) {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry === null) continue;
    if (entry.isFile && file !== null && isOf(METADATA_FILES, entry.name)) metadata = file;
    else if (entry.isFile && file !== null && isOf(WEIGHTS_FILES, entry.name)) weights = file;
    else entries.push(entry);
  }
  return { pictures: entries.length === 0 ? undefined : { entries }, metadata, weights };
}
