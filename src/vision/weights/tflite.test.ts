import fullRangeUrl from '@mediapipe/face_detection/face_detection_full_range.tflite?url&inline';
import shortRangeUrl from '@mediapipe/face_detection/face_detection_short_range.tflite?url&inline';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { blazeFace } from '../detector/blaze-face.ts';
import { blazeFaceWeights } from '../detector/tflite-weights.ts';
import { bytesOfAsset, damaged, problemOf, readOrRefuse } from './files.testing.ts';
import { elementCount, takeTensor } from './tensor.ts';
import { tfliteFile, type TfliteTensor } from './tflite-file.testing.ts';
import { readTflite } from './tflite.ts';

let shortRange: Uint8Array<ArrayBuffer>;
let fullRange: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  shortRange = await bytesOfAsset(shortRangeUrl);
  fullRange = await bytesOfAsset(fullRangeUrl);
});

/** Reads a file and checks what must hold of any result. */
function expectSound(file: Uint8Array<ArrayBuffer>): void {
  const tensors = readOrRefuse(() => readTflite('file', file));
  let bytes = 0;
  for (const { shape, data } of tensors?.values() ?? []) {
    expect(data).toHaveLength(elementCount(shape));
    bytes += 2 * data.length;
  }
  expect(bytes).toBeLessThanOrEqual(file.length);
}

describe('the detectors’ files', () => {
  test('give every tensor that the short range’s network asks for, in the shape it asks for', () => {
    const tensors = readTflite('short', shortRange);
    const { network } = blazeFace('short', blazeFaceWeights('short', tensors));
    expect(network.layers).toHaveLength(21);
    expect(takeTensor('short', tensors, 'conv2d/Kernel', [24, 5, 5, 3])).toHaveLength(1800);
    const parameters = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
    expect(parameters).toBe(101_390);
  });

  test('give every tensor that the full range’s network asks for', () => {
    const tensors = readTflite('full', fullRange);
    const { network } = blazeFace('full', blazeFaceWeights('full', tensors));
    expect(network.layers).toHaveLength(49);
    const parameters = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
    expect(parameters).toBe(514_069);
  });

  test('hold plausible numbers: finite, and neither large nor all zero', () => {
    for (const { name, data } of readTflite('short', shortRange).values()) {
      const greatest = Math.max(...data.map(Math.abs));
      expect(greatest, name).toBeLessThan(100);
      // Depthwise convolutions have no bias of their own; the file keeps zeros for it.
      if (!/^depthwise.*Bias$/.test(name)) expect(greatest, name).toBeGreaterThan(0);
    }
  });

  test('may lie at any offset of a larger buffer', () => {
    const larger = new Uint8Array(shortRange.length + 5);
    larger.set(shortRange, 5);
    expect(readTflite('short', larger.subarray(5))).toEqual(readTflite('short', shortRange));
  });
});

describe('damaged files are refused', () => {
  test('another kind of file', () => {
    expect(problemOf(() => readTflite('file', new TextEncoder().encode('<!doctype html>')))).toMatchObject({
      file: 'file',
      tensor: 'identifier',
      expected: 'TFL3',
      found: '"ctyp"',
    });
    expect(problemOf(() => readTflite('file', new Uint8Array())).tensor).toBe('identifier');
  });

  test.each([9, 100, 5000, 100_000])('a file cut after %i bytes', (length) => {
    expect(problemOf(() => readTflite('file', shortRange.subarray(0, length)))).toMatchObject({
      file: 'file',
      tensor: 'structure',
      expected: 'offsets within the file',
    });
  });

  test('a root offset beyond the end', () => {
    const file = shortRange.slice();
    file.fill(255, 0, 4);
    expect(problemOf(() => readTflite('file', file)).tensor).toBe('structure');
  });

  test('a tensor of another shape, of which the network would make nonsense', () => {
    const tensors = readTflite('short', shortRange);
    expect(problemOf(() => takeTensor('short', tensors, 'conv2d/Kernel', [5, 5, 3, 24]))).toEqual({
      file: 'short',
      tensor: 'conv2d/Kernel',
      expected: 'shape [5, 5, 3, 24]',
      found: '[24, 5, 5, 3]',
    });
    const problem = problemOf(() => blazeFace('full', blazeFaceWeights('short', tensors)));
    expect(problem).toMatchObject({ file: 'short', tensor: 'conv2d/Kernel' });
  });
});

describe('made by hand', () => {
  const floats = new Uint8Array(Float32Array.of(1, -2, 3, 0.5).buffer);
  const halves = Uint8Array.of(0x00, 0x3c, 0x00, 0xc0);
  const empty = new Uint8Array();
  const read = (tensors: readonly TfliteTensor[]): ReturnType<typeof readTflite> =>
    readTflite('file', tfliteFile(tensors, [empty, floats, halves]));

  test('constants of f32 and f16 are read; activations and other types are passed over', () => {
    const tensors = read([
      { name: 'kernel', shape: [2, 2], type: 0, buffer: 1 },
      { name: 'bias', shape: [2], type: 1, buffer: 2 },
      { name: 'activation', shape: [1, 9], type: 0, buffer: 0 },
      { name: 'axes', shape: [1], type: 2, buffer: 2 },
    ]);
    expect([...tensors.values()]).toEqual([
      { name: 'kernel', shape: [2, 2], data: Float32Array.of(1, -2, 3, 0.5) },
      { name: 'bias', shape: [2], data: Float32Array.of(1, -2) },
    ]);
  });

  const kernel: TfliteTensor = { name: 'kernel', shape: [2, 2], type: 0, buffer: 1 };
  test.each([
    ['another size', [{ ...kernel, shape: [3] }], '12 bytes for shape [3]', '16'],
    ['another type', [{ ...kernel, type: 1 }], '8 bytes for shape [2, 2]', '16'],
    ['sizes below 0', [{ ...kernel, shape: [-2, -2] }], 'sizes of 0 or more', '[-2, -2]'],
    ['one name twice', [kernel, kernel], 'one tensor of this name', 'two'],
  ])('a tensor of %s is refused', (_name, tensors, expected, found) => {
    expect(problemOf(() => read(tensors))).toEqual({ file: 'file', tensor: 'kernel', expected, found });
  });

  test('a file that blows itself up by using its data again and again is refused', () => {
    const data = new Uint8Array(4000);
    const tensors = Array.from({ length: 100 }, (_, index) => ({
      name: `copy ${index}`,
      shape: [1000],
      type: 0,
      buffer: 1,
    }));
    const file = tfliteFile(tensors, [empty, data]);
    expect(problemOf(() => readTflite('file', file)).found).toBe('data used many times');
  });

  test.each([
    ['a name of 2,000 bytes', { ...kernel, name: 'n'.repeat(2000) }],
    ['nine dimensions', { ...kernel, shape: [1, 1, 1, 1, 1, 1, 1, 2, 2] }],
  ])('%s is refused', (_name, tensor) => {
    expect(problemOf(() => read([tensor])).tensor).toBe('structure');
  });
});

describe('fuzzed: tensors or a WeightsError, never anything else', () => {
  test('random bytes behind the identifier', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 400 }), (bytes) => {
        const file = bytes.slice();
        file.set(new TextEncoder().encode('TFL3'), 4);
        expectSound(file);
      }),
      { numRuns: 1000 },
    );
  });

  test('a real file with changed bytes in its first kilobyte, and missing ones', () => {
    fc.assert(fc.property(damaged(shortRange, 1024), expectSound), { numRuns: 100 });
  });

  test('a real file with changed bytes anywhere in its tables', () => {
    // The tables lie before and behind the weights.
    const changed = fc
      .array(fc.record({ fromEnd: fc.nat(60_000), value: fc.integer({ min: 0, max: 255 }) }), {
        minLength: 1,
        maxLength: 8,
      })
      .map((changes) => {
        const file = shortRange.slice();
        for (const { fromEnd, value } of changes) file[file.length - 1 - fromEnd] = value;
        return file;
      });
    fc.assert(fc.property(changed, expectSound), { numRuns: 100 });
  });
});
