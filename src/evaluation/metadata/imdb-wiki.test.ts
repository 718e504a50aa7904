import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cellsOf, fieldsOf } from '../mat-file/matrix.ts';
import { readMatFile } from '../mat-file/mat-file.ts';
import { numbersOf, textOf } from '../mat-file/values.ts';
import { ageAt, FILTER_OF_THE_LITERATURE, readImdbWiki } from './imdb-wiki.ts';

const FOLDER = new URL('../../../fixtures/metadata/', import.meta.url);
const FILES = ['imdb-scipy.mat', 'imdb-scipy-compressed.mat', 'wiki-octave-v6.mat', 'wiki-octave-v7.mat'];
const TAG_AT = 128;

function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

/** The sentence that a file is refused with; '' when it is read. */
async function refusal(bytes: Uint8Array): Promise<string> {
  const outcome = await readImdbWiki(bytes, 'x.mat', undefined, FILTER_OF_THE_LITERATURE);
  return outcome.ok ? '' : outcome.message;
}

describe('readImdbWiki', () => {
  it.each(FILES)('gives the rows that the Python script computed: %s', async (name) => {
    const expected: unknown = JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8'));
    expect(await readImdbWiki(bytesOf(name), name, undefined, FILTER_OF_THE_LITERATURE)).toEqual({
      ok: true,
      value: expected,
    });
  });

  it('filters by the thresholds it is given', async () => {
    const filter = { faceScoreAbove: 2, secondFaceScoreUpTo: 1.5 };
    const outcome = await readImdbWiki(bytesOf('imdb-scipy.mat'), 'x.mat', 'imdb', filter);
    expect(outcome).toMatchObject({ value: { dropped: { 'face-score': 1, label: 1, age: 3, file: 1 } } });
  });

  it.each(FILES)('reads the fields that the filter does not need: %s', async (name) => {
    const [struct] = (await readMatFile(bytesOf(name), name)).values();
    const fields = struct === undefined ? new Map<string, never>() : fieldsOf(struct);
    const names = fields.get('name');
    expect([...fields.keys()]).toHaveLength(name.startsWith('imdb') ? 10 : 8);
    expect(names && [...cellsOf(names)].map(textOf)).toContain('Zoë 李');
    const celebrities = fields.get('celeb_names');
    if (celebrities !== undefined) expect([...cellsOf(celebrities)].map(textOf)).toContain('Ada Example');
    const ids = fields.get('celeb_id');
    if (ids !== undefined) expect(numbersOf(ids)).toHaveLength(13);
    const scores = fields.get('face_score');
    expect(scores && numbersOf(scores)[2]).toBe(-Infinity);
  });

  it('names the variable that is not there', async () => {
    const outcome = await readImdbWiki(bytesOf('imdb-scipy.mat'), 'x.mat', 'wiki', FILTER_OF_THE_LITERATURE);
    expect(outcome).toMatchObject({ message: 'x.mat: expected a variable wiki, found imdb' });
    expect(await refusal(bytesOf('matlab/testcell_7.4_GLNX86.mat'))).toContain(
      'imdb or wiki, found testcell',
    );
  });

  it('takes the middle of the year for the day of the picture', () => {
    const serial = 719_529;
    expect(ageAt(serial, 2000)).toBe(30);
    expect(ageAt(serial + 180.9, 2000)).toBe(30);
    expect(ageAt(serial + 181, 2000)).toBe(29);
    expect(ageAt(Number.NaN, 2000)).toBeNaN();
  });
});

describe('a damaged file is refused with the byte, what was expected and what was found', () => {
  it.each(FILES)('wherever it ends: %s', { timeout: 60_000 }, async (name) => {
    const bytes = bytesOf(name);
    for (let length = 0; length < bytes.length; length += 11) {
      if (length === TAG_AT) continue;
      expect(await refusal(bytes.subarray(0, length))).toMatch(/^x\.mat, byte \d+.*: expected .+, found .+$/);
    }
  });

  it.each(FILES)('or is read, whichever byte is another: %s', { timeout: 60_000 }, async (name) => {
    const whole = bytesOf(name);
    for (let at = 0; at < whole.length; at += 17) {
      const bytes = Uint8Array.from(whole);
      bytes[at] = 0xff - (bytes[at] ?? 0);
      expect(await refusal(bytes)).toMatch(/^$|^x\.mat(, byte \d+.*)?: expected .+, found .+$/);
    }
  });

  it('that claims more than it can inflate to', async () => {
    const inner = new DataView(new ArrayBuffer(64));
    inner.setUint32(0, 14, true);
    inner.setUint32(4, 0xfffffff0, true);
    const compressed = deflateSync(new Uint8Array(inner.buffer));
    const bytes = new Uint8Array(TAG_AT + 8 + compressed.length);
    bytes.set(bytesOf('imdb-scipy.mat').subarray(0, TAG_AT));
    new DataView(bytes.buffer).setUint32(TAG_AT, 15, true);
    new DataView(bytes.buffer).setUint32(TAG_AT + 4, compressed.length, true);
    bytes.set(compressed, TAG_AT + 8);
    expect(await refusal(bytes)).toMatch(
      /^x\.mat, byte 128: expected at most \d+ bytes of inflated data, found 4294967288 bytes$/,
    );
  });

  it('that claims more cells or values than it has bytes for', async () => {
    const bytes = bytesOf('imdb-scipy.mat');
    const view = new DataView(bytes.buffer);
    const dimensions = bytes.findIndex(
      (_, at) =>
        at % 4 === 0 &&
        at + 8 <= bytes.length &&
        view.getUint32(at, true) === 1 &&
        view.getUint32(at + 4, true) === 13,
    );
    view.setInt32(dimensions + 4, 2 ** 31 - 1, true);
    expect(await refusal(bytes)).toMatch(
      /byte \d+: expected 2147483647|expected 13 values of dob, found 2147483647/,
    );
  });

  it('stops when it is told to, and says where', async () => {
    const stop = new AbortController();
    stop.abort();
    const small = await readImdbWiki(bytesOf('imdb-scipy.mat'), 'x.mat', 'imdb', FILTER_OF_THE_LITERATURE, {
      signal: stop.signal,
    });
    expect(small).toEqual({ ok: false, message: 'x.mat: stopped after 0 of 13 rows' });
  });
});
