/** A folder of a person's own that was chosen or dropped: names at once, files when they are asked for. */
import type { ReadingControl } from '../../evaluation/metadata/reading-control.ts';

/** Files by their path inside the folder. */
export interface Folder {
  readonly name: string;
  readonly files: ReadonlyMap<string, () => Promise<File>>;
}

/** Names that were found are told after so many. */
const PROGRESS_EVERY = 500;

/** What the browser gives for a chosen folder: `folder/sub/name.jpg` as each file's relative path. */
export function folderOfFiles(chosen: readonly File[]): Folder {
  const files = new Map<string, () => Promise<File>>();
  let name = '';
  for (const file of chosen) {
    const [folder = '', ...path] = (file.webkitRelativePath || `/${file.name}`).split('/');
    name ||= folder;
    files.set(path.join('/'), () => Promise.resolve(file));
  }
  return { name: name || 'the chosen files', files };
}

function readSome(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function openEntry(entry: FileSystemFileEntry): () => Promise<File> {
  return () => new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** All files below a directory, which the browser tells a hundred at a time. */
async function* filesBelow(directory: FileSystemDirectoryEntry): AsyncGenerator<FileSystemFileEntry> {
  const reader = directory.createReader();
  for (;;) {
    const entries = await readSome(reader);
    if (entries.length === 0) return;
    for (const entry of entries) {
      if (entry.isDirectory) yield* filesBelow(entry as FileSystemDirectoryEntry);
      else yield entry as FileSystemFileEntry;
    }
  }
}

/**
 * What was dropped: the content of one folder, or several files and folders side by side. Undefined when it was stopped.
 *
 * @throws DOMException when a folder cannot be read
 */
export async function folderOfEntries(
  dropped: readonly FileSystemEntry[],
  { onProgress, signal }: ReadingControl,
): Promise<Folder | undefined> {
  const files = new Map<string, () => Promise<File>>();
  const [first] = dropped;
  const only = dropped.length === 1 && first?.isDirectory === true ? first : undefined;
  const rootLength = only === undefined ? 1 : only.fullPath.length + 1;
  const add = (entry: FileSystemFileEntry): void => {
    files.set(entry.fullPath.slice(rootLength), openEntry(entry));
    if (files.size % PROGRESS_EVERY === 0) onProgress?.(files.size, 0);
  };
  for (const entry of dropped) {
    if (!entry.isDirectory) add(entry as FileSystemFileEntry);
    else
      for await (const file of filesBelow(entry as FileSystemDirectoryEntry)) {
        if (signal?.aborted === true) return undefined;
        add(file);
      }
  }
  return { name: only?.name ?? 'what was dropped', files };
}
