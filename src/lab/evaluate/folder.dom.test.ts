import { expect, test } from 'vitest';
import { folderOfEntries, folderOfFiles } from './folder.ts';

/** A picked file, with the path that a browser gives it. */
function picked(path: string): File {
  const file = new File([path], path.split('/').at(-1) ?? '');
  Object.defineProperty(file, 'webkitRelativePath', { value: path });
  return file;
}

/** A dropped folder as the browser shows it: its content in parts, the last of them empty. */
function directory(fullPath: string, ...parts: readonly (readonly FileSystemEntry[])[]): FileSystemEntry {
  const createReader = (): unknown => {
    const left = [...parts, []];
    return { readEntries: (tell: (entries: unknown) => void) => tell(left.shift()) };
  };
  const name = fullPath.split('/').at(-1);
  return { isDirectory: true, isFile: false, fullPath, name, createReader } as unknown as FileSystemEntry;
}

function fileEntry(fullPath: string): FileSystemEntry {
  const read = (tell: (file: File) => void): void => tell(new File([fullPath], 'x'));
  return { isDirectory: false, isFile: true, fullPath, file: read } as unknown as FileSystemEntry;
}

test('a picked folder has its files by their paths inside it', async () => {
  const folder = folderOfFiles([picked('faces/a.jpg'), picked('faces/01/b.jpg')]);
  expect(folder.name).toBe('faces');
  expect([...folder.files.keys()]).toEqual(['a.jpg', '01/b.jpg']);
  expect(await (await folder.files.get('01/b.jpg')?.())?.text()).toBe('faces/01/b.jpg');
});

test('a dropped folder is looked through to its end, in all its parts', async () => {
  const inner = directory('/faces/01', [fileEntry('/faces/01/b.jpg')]);
  const folder = await folderOfEntries([directory('/faces', [fileEntry('/faces/a.jpg')], [inner])], {});
  expect(folder?.name).toBe('faces');
  expect([...(folder?.files.keys() ?? [])]).toEqual(['a.jpg', '01/b.jpg']);
  expect(await (await folder?.files.get('01/b.jpg')?.())?.text()).toBe('/faces/01/b.jpg');
});

test('several things that are dropped keep their names, and looking can be stopped', async () => {
  const dropped = [fileEntry('/a.jpg'), directory('/more', [fileEntry('/more/b.jpg')])];
  const folder = await folderOfEntries(dropped, {});
  expect([...(folder?.files.keys() ?? [])]).toEqual(['a.jpg', 'more/b.jpg']);
  expect(await folderOfEntries(dropped, { signal: AbortSignal.abort() })).toBeUndefined();
});
