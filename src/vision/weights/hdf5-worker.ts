/** Reads one HDF5 file, away from everything that must go on. */
import { readHdf5 } from './hdf5.ts';
import { WeightsError, type Tensor, type WeightsProblem } from './tensor.ts';

/** A file to read. */
export interface Hdf5Request {
  readonly file: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What came of it. */
export type Hdf5Answer = { readonly tensors: readonly Tensor[] } | { readonly problem: WeightsProblem };

function answer({ file, bytes }: Hdf5Request): Hdf5Answer {
  try {
    return { tensors: [...readHdf5(file, bytes).values()] };
  } catch (error) {
    // A refusal travels as a value; anything else is a bug and reaches the worker's error event.
    if (error instanceof WeightsError) return { problem: error.problem };
    throw error;
  }
}

addEventListener('message', ({ data }: MessageEvent<Hdf5Request>) => postMessage(answer(data)));
