import { expect, test } from 'vitest';
import expected from '../../../fixtures/metadata/expected.json';
import compressedUrl from '../../../fixtures/metadata/imdb-scipy-compressed.mat?url';
import { FILTER_OF_THE_LITERATURE } from '../../evaluation/metadata/imdb-wiki.ts';
import { readLabels } from './read-labels.ts';

const FILTER = { filter: FILTER_OF_THE_LITERATURE } as const;

test('a worker reads the rows that a file has, and says how far it is', async () => {
  const content = await (await fetch(compressedUrl)).blob();
  const totals: number[] = [];
  const onProgress = (_: number, total: number): void => void totals.push(total);
  const read = await readLabels({ content, file: 'imdb.mat', format: 'imdb', ...FILTER }, { onProgress });
  expect(read).toEqual({ ok: true, value: expected });
  expect(totals).toEqual([expected.rows]);
});

test('more rows than one message holds arrive in their order', async () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => `${index}.jpg,man`);
  const content = new Blob([['file,label', ...rows].join('\n')]);
  const read = await readLabels({ content, file: 'people.csv', format: 'csv', ...FILTER }, {});
  if (!read.ok) throw new Error(read.message);
  expect(read.value.pictures.map(({ file }) => file)).toEqual(rows.map((row) => row.split(',')[0]));
});

test('a wrong row is named by file, line and column, and a stop ends it', async () => {
  const content = new Blob(['file,label\na.jpg,man\nb.jpg,boy']);
  const request = { content, file: 'people.csv', format: 'csv', ...FILTER } as const;
  expect(await readLabels(request, {})).toEqual({
    ok: false,
    message: 'people.csv, line 3, column label: expected woman or man, found "boy"',
  });
  const stop = new AbortController();
  const stopped = readLabels(request, { signal: stop.signal });
  stop.abort();
  expect(await stopped).toMatchObject({ ok: false, message: 'It was stopped.' });
});
