import { expect, test } from 'vitest';
import expected from '../../../fixtures/metadata/expected.json';
import compressedUrl from '../../../fixtures/metadata/imdb-scipy-compressed.mat?url';
import { readCsv } from './csv.ts';
import { FILTER_OF_THE_LITERATURE, readImdbWiki } from './imdb-wiki.ts';

async function read(bytes: Uint8Array): Promise<unknown> {
  return readImdbWiki(bytes, 'x.mat', undefined, FILTER_OF_THE_LITERATURE);
}

test('a browser inflates and reads MATLAB files, and refuses damaged ones, as Node does', async () => {
  const bytes = new Uint8Array(await (await fetch(compressedUrl)).arrayBuffer());
  expect(await read(bytes)).toEqual({ ok: true, value: expected });
  const last = bytes.length - 1;
  expect(await read(Uint8Array.from(bytes, (byte, at) => (at === last ? 255 - byte : byte)))).toMatchObject({
    message: expect.stringContaining('x.mat, byte 128: expected zlib data, found'),
  });
  const short = bytes.slice(0, -9);
  new DataView(short.buffer).setUint32(132, short.length - 136, true);
  expect(await read(short)).toMatchObject({
    message: expect.stringMatching(/^x\.mat, byte 128: expected .+, found .+$/),
  });
});

test('a browser reads CSV', () => {
  expect(readCsv('file,label\na.jpg,man', 'meta.csv')).toMatchObject({
    value: { pictures: [{ file: 'a.jpg', label: 'man' }] },
  });
});
