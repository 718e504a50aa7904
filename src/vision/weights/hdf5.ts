/** Reader of HDF5 files by jsfive, in a worker of its own (`read-hdf5.ts`), since a damaged file may keep it busy for ever. */
import { Dataset, File, Group } from 'jsfive';
import { elementCount, refuse, WeightsError, type Tensor } from './tensor.ts';

/** Keras's networks of a few million parameters have some hundred objects, in groups within groups of three levels. */
const MAX_OBJECTS = 4_096;
const MAX_DEPTH = 6;
const BYTES_PER_NUMBER = 4;

/** Every dataset below a group, with its path. */
function* datasetsBelow(
  file: string,
  group: Group,
  path: string,
  counted: { objects: number },
): Generator<readonly [path: string, dataset: Dataset]> {
  if (path.split('/').length > MAX_DEPTH)
    refuse(file, path, `groups within groups, at most ${MAX_DEPTH}`, 'more');
  for (const key of group.keys) {
    const name = path === '' ? key : `${path}/${key}`;
    if (++counted.objects > MAX_OBJECTS) refuse(file, name, `at most ${MAX_OBJECTS} objects`, 'more');
    const object = group.get(key);
    if (object instanceof Dataset) yield [name, object];
    else if (object instanceof Group) yield* datasetsBelow(file, object, name, counted);
    else refuse(file, name, 'a group or a dataset', 'a link that leads nowhere');
  }
}

/** @param leftBytes how many bytes of numbers the file can still hold */
function readDataset(file: string, name: string, dataset: Dataset, leftBytes: number): Tensor {
  const { dtype } = dataset;
  const shape = [...dataset.shape];
  if (dtype !== '<f4') refuse(file, name, 'numbers of 32 bits, little-endian (<f4)', JSON.stringify(dtype));
  const length = elementCount(shape);
  if (!(BYTES_PER_NUMBER * length <= leftBytes))
    refuse(
      file,
      name,
      `at most ${leftBytes} bytes, the rest of the file, not compressed`,
      `shape [${shape.join(', ')}]`,
    );
  const data = Float32Array.from(dataset.value);
  if (data.length !== length) refuse(file, name, `${length} numbers`, `${data.length}`);
  return { name, shape, data };
}

function readTensors(file: string, bytes: Uint8Array<ArrayBuffer>): ReadonlyMap<string, Tensor> {
  const whole = new File(bytes.slice().buffer, file);
  const weights = whole.keys.includes('model_weights') ? whole.get('model_weights') : whole;
  if (!(weights instanceof Group)) return refuse(file, 'model_weights', 'a group', 'something else');
  const tensors = new Map<string, Tensor>();
  let leftBytes = bytes.byteLength;
  for (const [name, dataset] of datasetsBelow(file, weights, '', { objects: 0 })) {
    const tensor = readDataset(file, name, dataset, leftBytes);
    leftBytes -= BYTES_PER_NUMBER * tensor.data.length;
    tensors.set(name, tensor);
  }
  return tensors;
}

/**
 * Reads every dataset (f32, not compressed) below the group `model_weights`, or below the root where there is no such group.
 *
 * @param file name for error messages
 * @returns tensors by their path: `conv2d_1/conv2d_1/kernel:0`
 * @throws WeightsError
 */
export function readHdf5(file: string, bytes: Uint8Array<ArrayBuffer>): ReadonlyMap<string, Tensor> {
  try {
    return readTensors(file, bytes);
  } catch (error) {
    if (error instanceof WeightsError) throw error;
    // jsfive throws texts and errors of every kind where a file is not as it should be.
    return refuse(file, 'structure', 'an HDF5 file that can be read', String(error));
  }
}
