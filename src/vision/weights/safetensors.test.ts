import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import modelUrl from '../../../public/models/mini-xception.safetensors?url&inline';
import {
  bytesOfAsset,
  damaged,
  problemOf,
  readOrRefuse,
  safetensorsFile,
  type SafetensorsEntry,
} from './files.testing.ts';
import { readSafetensors } from './safetensors.ts';
import { elementCount, takeTensor } from './tensor.ts';

const FLOATS = Float32Array.of(1, -2, 0.5, 1024, -0, 3);
const HALVES = Uint16Array.of(0x3c00, 0xc000, 0x3800);
const DATA = new Uint8Array([...new Uint8Array(FLOATS.buffer), ...new Uint8Array(HALVES.buffer)]);
const MATRIX: SafetensorsEntry = { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] };
const VECTOR: SafetensorsEntry = { dtype: 'F16', shape: [3], data_offsets: [24, 30] };

function problem(header: unknown, data = DATA): ReturnType<typeof problemOf> {
  return problemOf(() => readSafetensors('file', safetensorsFile(header, data)));
}

describe('sound files', () => {
  test('give every tensor, in f32', () => {
    const header = { __metadata__: { made: 'by hand' }, vector: VECTOR, matrix: MATRIX };
    const tensors = readSafetensors('file', safetensorsFile(header, DATA));
    expect([...tensors.keys()].toSorted()).toEqual(['matrix', 'vector']);
    expect(tensors.get('matrix')).toEqual({ name: 'matrix', shape: [2, 3], data: FLOATS });
    expect(tensors.get('vector')?.data).toEqual(Float32Array.of(1, -2, 0.5));
  });

  test('may lie at any offset of a larger buffer, and hold empty tensors and single numbers', () => {
    const entries = {
      single: { dtype: 'F32', shape: [], data_offsets: [0, 4] },
      empty: { dtype: 'F32', shape: [0, 5], data_offsets: [4, 4] },
    };
    const file = safetensorsFile(entries, DATA.slice(0, 4));
    const larger = new Uint8Array(file.length + 3);
    larger.set(file, 3);
    const tensors = readSafetensors('file', larger.subarray(3));
    expect(tensors.get('single')?.data).toEqual(Float32Array.of(1));
    expect(tensors.get('empty')?.data).toEqual(new Float32Array());
  });

  test('the shipped classifier holds the tensors that its network asks for', async () => {
    const tensors = readSafetensors('mini-xception', await bytesOfAsset(modelUrl));
    expect(takeTensor('mini-xception', tensors, 'stem/conv1/kernel', [3, 3, 1, 8])).toHaveLength(72);
    expect(takeTensor('mini-xception', tensors, 'head/kernel', [3, 3, 128, 2])).toHaveLength(2304);
  });
});

describe('damaged files are refused, by tensor, with what was expected and found', () => {
  test.each([
    [
      { ...MATRIX, dtype: 'I32' },
      { expected: 'dtype F32 or F16', found: 'I32' },
    ],
    [
      { ...MATRIX, dtype: 'toString' },
      { expected: 'dtype F32 or F16', found: 'toString' },
    ],
    [
      { ...MATRIX, shape: [2, 4] },
      { expected: '32 bytes for shape [2, 4]', found: '24' },
    ],
    [
      { ...MATRIX, shape: [-2, -3] },
      { expected: 'a shape of whole numbers', found: '[-2,-3]' },
    ],
    [
      { ...MATRIX, shape: [1.5, 4] },
      { expected: 'a shape of whole numbers', found: '[1.5,4]' },
    ],
    [{ ...MATRIX, shape: [2 ** 52, 2 ** 52] }, { found: '24' }],
    [
      { ...MATRIX, data_offsets: [0, 31] },
      { expected: 'offsets within 30 bytes', found: '0 to 31' },
    ],
    [
      { ...MATRIX, data_offsets: [24, 0] },
      { expected: 'offsets within 30 bytes', found: '24 to 0' },
    ],
    [
      { ...MATRIX, data_offsets: [0] },
      { expected: 'two data offsets', found: '[0]' },
    ],
    [
      { ...MATRIX, data_offsets: ['0', '24'] },
      { expected: 'two data offsets', found: '["0","24"]' },
    ],
    ['text', { expected: 'an object', found: 'string' }],
    [null, { expected: 'an object' }],
  ])('%j', (matrix, expected) => {
    expect(problem({ matrix, vector: VECTOR })).toMatchObject({
      file: 'file',
      tensor: 'matrix',
      ...expected,
    });
  });

  test('overlaps, gaps and data that no tensor claims', () => {
    const overlapping = { ...VECTOR, data_offsets: [18, 24] };
    expect(problem({ matrix: MATRIX, vector: overlapping })).toMatchObject({
      tensor: 'vector',
      expected: 'data from byte 24',
      found: 'byte 18',
    });
    expect(problem({ vector: VECTOR })).toMatchObject({ tensor: 'vector', expected: 'data from byte 0' });
    expect(problem({ matrix: MATRIX })).toMatchObject({ tensor: 'data', expected: '24 bytes', found: '30' });
  });

  test('headers that are no JSON object, no UTF-8, longer than the file, or cut short', () => {
    for (const header of ['', '[]', 'null', '7', '{', '{"a": \u0000}'])
      expect(problem(header)).toMatchObject({ tensor: 'header', expected: 'a JSON object in UTF-8' });
    const file = safetensorsFile({ matrix: MATRIX, vector: VECTOR }, DATA);
    for (let length = 0; length < file.length; length++)
      expect(problemOf(() => readSafetensors('file', file.subarray(0, length))).file).toBe('file');
    const huge = file.slice();
    huge.fill(255, 0, 8);
    expect(problemOf(() => readSafetensors('file', huge)).tensor).toBe('header');
  });

  test('the message names file, tensor, expected and found, and says what to do', () => {
    expect(() => readSafetensors('model.safetensors', new Uint8Array(3))).toThrow(
      'model.safetensors: header: expected at least 8 bytes, found 3. Reload the page, or install the app again.',
    );
  });
});

/** What must hold of whatever a reader returns: as many numbers as the shape says, and no more than the file can hold. */
function expectSound(file: Uint8Array<ArrayBuffer>): void {
  const tensors = readOrRefuse(() => readSafetensors('file', file));
  let bytes = 0;
  for (const { shape, data } of tensors?.values() ?? []) {
    expect(data).toHaveLength(elementCount(shape));
    bytes += 2 * data.length;
  }
  expect(bytes).toBeLessThanOrEqual(file.length);
}

describe('fuzzed: tensors or a WeightsError, never anything else', () => {
  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => expectSound(bytes.slice())),
      {
        numRuns: 500,
      },
    );
  });

  test('random JSON in a sound frame', () => {
    fc.assert(
      fc.property(fc.json(), (json) => expectSound(safetensorsFile(json, DATA))),
      { numRuns: 500 },
    );
  });

  test('entries of plausible fields', () => {
    const size = fc.oneof(fc.constantFrom(0, 1, 2, 3, 24, 30), fc.integer(), fc.double(), fc.string());
    const entry = fc.record({
      dtype: fc.oneof(fc.constantFrom('F32', 'F16'), fc.string()),
      shape: fc.array(size, { maxLength: 4 }),
      data_offsets: fc.array(size, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), entry, { maxKeys: 3 }), (header) =>
        expectSound(safetensorsFile(header, DATA)),
      ),
      { numRuns: 1000 },
    );
  });

  test('a small sound file with changed and missing bytes', () => {
    const file = safetensorsFile({ matrix: MATRIX, vector: VECTOR }, DATA);
    fc.assert(fc.property(damaged(file, file.length), expectSound), { numRuns: 2000 });
  });

  test('the shipped file with changed and missing bytes', async () => {
    const file = await bytesOfAsset(modelUrl);
    fc.assert(fc.property(damaged(file, 9000), expectSound), { numRuns: 200 });
  });
});
