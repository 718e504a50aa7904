import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import kerasUrl from '../../../fixtures/keras/mini-xception.hdf5?url&inline';
import shippedUrl from '../../../public/models/mini-xception.safetensors?url&inline';
import { bytesOfAsset, damaged, problemOf, readOrRefuse } from './files.testing.ts';
import { readHdf5 } from './hdf5.ts';
import { renameKerasTensors } from './keras-mini-xception.ts';
import { readSafetensors } from './safetensors.ts';
import { elementCount, type Tensor } from './tensor.ts';

let file: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  file = await bytesOfAsset(kerasUrl);
});

function read(bytes: Uint8Array<ArrayBuffer>): ReadonlyMap<string, Tensor> {
  return renameKerasTensors('keras.hdf5', readHdf5('keras.hdf5', bytes));
}

test('a file as Keras writes it holds the very numbers of the classifier it was written from', async () => {
  const shipped = readSafetensors('shipped', await bytesOfAsset(shippedUrl));
  const found = read(file);
  expect([...found.keys()].toSorted()).toEqual([...shipped.keys()].toSorted());
  for (const [name, { shape, data }] of shipped) {
    expect(found.get(name)?.shape, name).toEqual(shape);
    expect(found.get(name)?.data, name).toEqual(data);
  }
});

test('tensors keep the names that they have in the file, for messages', () => {
  expect(read(file).get('module1/residual/norm/mean')?.name).toBe(
    'batch_normalization_3/batch_normalization_3/moving_mean:0',
  );
});

test('layers are known by their order, whatever number a session began with, and ten comes after nine', () => {
  const tensors = readHdf5('keras.hdf5', file);
  const later = new Map(
    [...tensors].map(([path, tensor]) => [
      path.replaceAll(/(?<=conv2d_)\d+/g, (digits) => `${Number(digits) + 5}`),
      tensor,
    ]),
  );
  const found = renameKerasTensors('keras.hdf5', later);
  for (const [name, tensor] of read(file)) expect(found.get(name)?.data, name).toEqual(tensor.data);
});

describe('is refused, by name:', () => {
  test.each([
    ['no HDF5', new TextEncoder().encode('PK not one of these'.repeat(99)), 'structure'],
    ['an empty file', new Uint8Array(), 'structure'],
  ])('%s', (_name, bytes, tensor) => {
    expect(problemOf(() => read(bytes))).toMatchObject({ file: 'keras.hdf5', tensor });
  });

  test('a file with a layer less than the network has', () => {
    const tensors = new Map(readHdf5('keras.hdf5', file));
    tensors.delete('separable_conv2d_8/separable_conv2d_8/depthwise_kernel:0');
    tensors.delete('separable_conv2d_8/separable_conv2d_8/pointwise_kernel:0');
    expect(problemOf(() => renameKerasTensors('keras.hdf5', tensors))).toEqual({
      file: 'keras.hdf5',
      tensor: 'separable_conv2d layers',
      expected: 'the 8 of mini-xception',
      found: '7',
    });
  });

  test('a tensor that claims more numbers than the file has', () => {
    const shape = new Uint8Array(BigUint64Array.of(3n, 3n, 128n, 2n).buffer);
    const place = file.findIndex((_, index) => shape.every((byte, offset) => file[index + offset] === byte));
    const copy = file.slice();
    // The fourth byte of the 128.
    copy[place + 2 * 8 + 3] = 1;
    expect(problemOf(() => read(copy))).toMatchObject({
      tensor: 'conv2d_7/conv2d_7/kernel:0',
      found: 'shape [3, 3, 16777344, 2]',
    });
  });

  test.each([8, 96, 2_000, 100_000, 300_000])('a file cut to %d bytes', (length) => {
    expect(problemOf(() => read(file.slice(0, length))).file).toBe('keras.hdf5');
  });
});

test('fuzzed: a damaged file gives sound tensors or is a WeightsError', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(damaged(file, file.length), (bytes) => {
      const tensors = readOrRefuse(() => readHdf5('keras.hdf5', bytes));
      let total = 0;
      for (const { shape, data } of tensors?.values() ?? []) {
        expect(data.length).toBe(elementCount(shape));
        total += data.length;
      }
      expect(4 * total).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 60 },
  );
});
