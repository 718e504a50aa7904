import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { cellsOf, fieldsOf, type Matrix } from './matrix.ts';
import { readMatFile } from './mat-file.ts';
import { numbersOf, textOf } from './values.ts';

const FOLDER = new URL('../../../fixtures/metadata/', import.meta.url);

async function bytesOf(name: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(new URL(name, FOLDER)));
}

async function only(name: string): Promise<Matrix> {
  const [matrix, ...others] = (await readMatFile(await bytesOf(name), name)).values();
  expect(others).toEqual([]);
  if (matrix === undefined) throw new Error(`${name} has no variable`);
  return matrix;
}

function field(fields: ReadonlyMap<string, Matrix>, name: string): Matrix {
  const matrix = fields.get(name);
  if (matrix === undefined) throw new Error(`no field ${name}`);
  return matrix;
}

describe('what MATLAB wrote', () => {
  it.each(['matlab/teststruct_6.1_SOL2.mat', 'matlab/teststruct_7.4_GLNX86.mat'])(
    'a struct of text, numbers and text: %s',
    async (name) => {
      const fields = fieldsOf(await only(name));
      expect([...fields.keys()]).toEqual(['stringfield', 'doublefield', 'complexfield']);
      expect(textOf(field(fields, 'stringfield'))).toBe('Rats live on no evil star.');
      // MATLAB's exp(1) is one step above the nearest number to e.
      const numbers = [Math.SQRT2, 2.7182818284590455, Math.PI];
      expect([...numbersOf(field(fields, 'doublefield'))]).toEqual(numbers);
      expect([...numbersOf(field(fields, 'complexfield'))]).toEqual(numbers);
    },
  );

  it.each(['matlab/testcell_6.1_SOL2.mat', 'matlab/testcell_7.4_GLNX86.mat'])(
    'cells of text and numbers that are stored in bytes: %s',
    async (name) => {
      const [text, ...numbers] = [...cellsOf(await only(name))];
      expect(text && textOf(text)).toBe('This cell contains this string and 3 arrays of increasing length');
      expect(numbers.map((cell) => [...numbersOf(cell)])).toEqual([[1], [1, 2], [1, 2, 3]]);
    },
  );

  it.each(['matlab/testemptycell_5.3_SOL2.mat', 'matlab/testemptycell_7.4_GLNX86.mat'])(
    'empty cells: %s',
    async (name) => {
      const cells = [...cellsOf(await only(name))];
      expect(cells.map((cell) => [...numbersOf(cell)])).toEqual([[1], [2], [], [], [3]]);
    },
  );

  it.each(['matlab/testmatrix_6.1_SOL2.mat', 'matlab/testmatrix_7.4_GLNX86.mat'])(
    'a matrix, column by column: %s',
    async (name) => {
      expect([...numbersOf(await only(name))]).toEqual([1, 2, 3, 2, 0, 0, 3, 0, 0, 4, 0, 0, 5, 0, 0]);
    },
  );

  it('text beyond ASCII', async () => {
    const text = textOf(await only('matlab/testunicode_7.4_GLNX86.mat'));
    expect(text).toMatch(/^Japanese: \nすべての人間は、[^]*行動しなければならない。$/);
  });
});

it('cells that have no bytes at all are empty', async () => {
  const words = [14, 56, 6, 8, 1, 0, 5, 8, 1, 2, 0x10001, 0x63, 14, 0, 14, 0];
  const bytes = new Uint8Array(128 + 4 * words.length);
  bytes.set((await bytesOf('imdb-scipy.mat')).subarray(0, 128));
  words.forEach((word, index) => new DataView(bytes.buffer).setUint32(128 + 4 * index, word, true));
  const matrix = (await readMatFile(bytes, 'x.mat')).get('c');
  const cells = matrix === undefined ? [] : [...cellsOf(matrix)];
  expect(cells.map((cell) => [textOf(cell), [...numbersOf(cell)]])).toEqual([
    ['', []],
    ['', []],
  ]);
});

describe('refuses', () => {
  it.each([
    ['matlab/testhdf5_7.4_GLNX86.mat', 'byte 124: expected version 5 (save with -v7), found version 7.3'],
    ['matlab/corrupted_zlib_data.mat', 'byte 222: expected compressed data of 26840 bytes, found at least'],
    ['matlab/corrupted_zlib_checksum.mat', 'expected zlib data'],
    ['make-fixtures.py', 'byte 126: expected MI or IM'],
  ])('%s', async (name, message) => {
    await expect(readMatFile(await bytesOf(name), name)).rejects.toThrow(message);
  });
});
