import { describe, expect, test } from 'vitest';
import { problemOf } from './files.testing.ts';
import { decodeHalfFloats, elementCount, takeTensor, WeightsError, type Tensor } from './tensor.ts';

const TENSORS = new Map<string, Tensor>([
  ['kernel', { name: 'kernel', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }],
  ['broken', { name: 'broken', shape: [2], data: Float32Array.of(1, NaN) }],
]);

describe('taking a tensor', () => {
  test('gives its data when the shape is the one that is needed', () => {
    expect(takeTensor('file', TENSORS, 'kernel', [2, 2])).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  test.each([
    ['kernel', [4], 'shape [4]', '[2, 2]'],
    ['kernel', [2, 2, 1], 'shape [2, 2, 1]', '[2, 2]'],
    ['bias', [2], 'a tensor of shape [2]', 'none'],
    ['broken', [2], 'finite numbers', 'NaN at index 1'],
  ])('%s as %j is refused', (tensor, shape, expected, found) => {
    const problem = problemOf(() => takeTensor('file', TENSORS, tensor, shape));
    expect(problem).toEqual({ file: 'file', tensor, expected, found });
  });
});

test('an error names all four, in one sentence with the way out', () => {
  const { message } = new WeightsError({ file: 'a.bin', tensor: 'bias', expected: '3', found: '4' });
  expect(message).toBe('a.bin: bias: expected 3, found 4. Reload the page, or install the app again.');
});

test.each([
  [[], 1],
  [[3], 3],
  [[2, 3, 4], 24],
  [[5, 0], 0],
])('a shape of %j has %i elements', (shape, count) => {
  expect(elementCount(shape)).toBe(count);
});

describe('half-precision numbers', () => {
  test.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x83ff, -1023 * 2 ** -24],
    [0x3555, 0.333251953125],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ])('%i is %d', (bits, value) => {
    // One byte in front, so that the numbers lie unaligned.
    const bytes = Uint8Array.of(9, bits & 0xff, bits >> 8).subarray(1);
    expect(decodeHalfFloats(bytes)).toEqual(Float32Array.of(value));
  });
});
