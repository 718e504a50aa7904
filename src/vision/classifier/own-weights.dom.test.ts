import { beforeAll, describe, expect, test } from 'vitest';
import kerasUrl from '../../../fixtures/keras/mini-xception.hdf5?url';
import type { Network } from '../engine/network.ts';
import { readHdf5InWorker } from '../weights/read-hdf5.ts';
import { safetensorsFile } from '../weights/files.testing.ts';
import { WeightsError } from '../weights/tensor.ts';
import { loadClassifier, type Classifier } from './load-classifier.ts';
import { readOwnWeights } from './own-weights.ts';

let keras: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  keras = await bytesOf(kerasUrl);
});

async function bytesOf(url: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

/** What a file was refused with; fails when it was read. */
async function refusal(reading: Promise<unknown>): Promise<WeightsError> {
  const error: unknown = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof WeightsError) return error;
  throw new Error(`not refused: ${String(error)}`);
}

/** A network in few words: weights by their number and a sum in which each place counts by itself, since comparing them whole takes seconds. */
function digest(network: Network): string {
  return JSON.stringify(network, (_, value: unknown) =>
    value instanceof Float32Array
      ? [value.length, value.reduce((sum, weight, index) => sum + weight * (1 + (index % 97)), 0)]
      : value,
  );
}

function load(name: Parameters<typeof loadClassifier>[1]): Promise<Classifier> {
  return loadClassifier(document.baseURI, name);
}

test('a Keras file gives the very network that its numbers came from', async () => {
  const own = await readOwnWeights('mine.hdf5', keras);
  expect(own.model).toBe('mini-xception of mine.hdf5');
  expect(digest(own.network)).toBe(digest((await load('mini-xception')).network));
});

test.each(['mini-xception', 'cnn-9layer'] as const)(
  'a safetensors file of %s is known as such',
  async (name) => {
    const own = await readOwnWeights('mine.safetensors', await bytesOf(`/models/${name}.safetensors`));
    expect(own.model).toBe(`${name} of mine.safetensors`);
    expect(digest(own.network)).toBe(digest((await load(name)).network));
  },
);

describe('is refused, with what was expected and found, and advice:', () => {
  test('a file that is neither', async () => {
    const { message } = await refusal(
      readOwnWeights('cat.jpg', new TextEncoder().encode('a picture of a cat')),
    );
    expect(message).toMatch(/^cat\.jpg: header: expected .* Choose a \.safetensors file/);
  });

  test('tensors of another network', async () => {
    const header = { 'fc/weight': { dtype: 'F32', shape: [1], data_offsets: [0, 4] } };
    const file = safetensorsFile(header, new Uint8Array(4));
    expect((await refusal(readOwnWeights('other.safetensors', file))).problem).toEqual({
      file: 'other.safetensors',
      tensor: 'tensors',
      expected: 'those of mini-xception or cnn-9layer',
      found: '1, the first is fc/weight',
    });
  });

  test.each([100, 150_000])('a Keras file cut to %d bytes', async (length) => {
    const { problem } = await refusal(readOwnWeights('cut.hdf5', keras.slice(0, length)));
    expect(problem).toMatchObject({ file: 'cut.hdf5', tensor: 'structure' });
  });

  test('a file that keeps its reader busy for ever, whose worker is ended', async () => {
    let ended = false;
    const circling = URL.createObjectURL(
      new Blob(['onmessage = () => { for (;;); }'], { type: 'text/javascript' }),
    );
    const createWorker = (): Worker => {
      const worker = new Worker(circling);
      const terminate = worker.terminate.bind(worker);
      worker.terminate = () => {
        ended = true;
        terminate();
      };
      return worker;
    };
    const { problem } = await refusal(readHdf5InWorker('circle.hdf5', keras, createWorker, 200));
    expect(problem).toMatchObject({
      file: 'circle.hdf5',
      expected: 'a file that is read within 0.2 seconds',
    });
    expect(ended).toBe(true);
  });

  test('a file whose reader does not start', async () => {
    const reading = readHdf5InWorker('lost.hdf5', keras, () => new Worker('/no-such-reader.js'));
    const { problem } = await refusal(reading);
    expect(problem).toMatchObject({ file: 'lost.hdf5', tensor: 'structure' });
  });
});
