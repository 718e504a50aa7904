/** Weights that a person brings: of either network, in a safetensors file or as Keras wrote the original project's. */
import { CROP_SIDE_OVER_BOX, type ClassifierName } from '../../domain/face.ts';
import { renameKerasTensors } from '../weights/keras-mini-xception.ts';
import { readHdf5InWorker } from '../weights/read-hdf5.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import { countNumbers, refuse, takeTensor, WeightsError, type Tensor } from '../weights/tensor.ts';
import { NETWORKS, type Classifier } from './load-classifier.ts';

/** The largest network here takes 2.5 MB, and Keras keeps the optimizer's numbers beside it. */
const MAX_FILE_BYTES = 64 * 2 ** 20;
/** Source: the HDF5 file format specification, "Superblock". */
const HDF5_SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Both networks were published with it, and the cards say the same. */
const NORM_EPSILON = 1e-3;

/** A tensor that only this network has. */
const MARKS: Readonly<Record<ClassifierName, string>> = {
  'mini-xception': 'stem/conv1/kernel',
  'cnn-9layer': 'block1/conv1/kernel',
};

function isHdf5(bytes: Uint8Array): boolean {
  return HDF5_SIGNATURE.every((byte, index) => bytes[index] === byte);
}

function architectureOf(file: string, tensors: ReadonlyMap<string, Tensor>): ClassifierName {
  const names: readonly ClassifierName[] = ['mini-xception', 'cnn-9layer'];
  const [first = 'none'] = tensors.keys();
  return (
    names.find((name) => tensors.has(MARKS[name])) ??
    refuse(file, 'tensors', `those of ${names.join(' or ')}`, `${tensors.size}, the first is ${first}`)
  );
}

async function read(file: string, bytes: Uint8Array<ArrayBuffer>): Promise<Classifier> {
  if (bytes.byteLength > MAX_FILE_BYTES)
    refuse(file, 'file', `at most ${MAX_FILE_BYTES} bytes`, `${bytes.byteLength}`);
  const tensors = isHdf5(bytes)
    ? renameKerasTensors(file, await readHdf5InWorker(file, bytes))
    : readSafetensors(file, bytes);
  const name = architectureOf(file, tensors);
  const counted = countNumbers((tensor, shape) => takeTensor(file, tensors, tensor, shape));
  return {
    network: NETWORKS[name](counted.tensorOf, NORM_EPSILON),
    model: `${name} of ${file}`,
    calibration: { temperature: 1, undeterminedBelowAbsLogOdds: 0 },
    cropSideOverBox: CROP_SIDE_OVER_BOX,
    parameters: counted.count(),
    bytes: bytes.byteLength,
  };
}

/**
 * Reads a classifier from a file; which of the networks it is shows in its tensors' names, and their shapes are checked. Without a card
 * there is no calibration: log-odds are taken as they are, and everybody is decided.
 *
 * @param file its name, for messages and the report
 * @throws WeightsError naming file, tensor, expected and found
 */
export async function readOwnWeights(file: string, bytes: Uint8Array<ArrayBuffer>): Promise<Classifier> {
  try {
    return await read(file, bytes);
  } catch (error) {
    if (!(error instanceof WeightsError)) throw error;
    // The same problem, with advice for a file that is not the app's.
    throw new WeightsError(
      error.problem,
      'Choose a .safetensors file of mini-xception or cnn-9layer, or the .hdf5 file of a mini-Xception for gender.',
    );
  }
}
