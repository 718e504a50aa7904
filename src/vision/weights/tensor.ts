/** Weight files on their way in: tensors by name, or one error that says what is wrong with which file. */

/** A named tensor; `data` is in row-major order of `shape`. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What was wrong with a weight file. */
export interface WeightsProblem {
  readonly file: string;
  /** The tensor, or the part of the file, that is wrong. */
  readonly tensor: string;
  readonly expected: string;
  readonly found: string;
}

/** A weight file that must not be used. The message names file, tensor, expectation and finding. */
export class WeightsError extends Error {
  override readonly name = 'WeightsError';
  readonly problem: WeightsProblem;

  /** @param advice what a person can do, in a sentence */
  constructor(problem: WeightsProblem, advice = 'Reload the page, or install the app again.') {
    const { file, tensor, expected, found } = problem;
    super(`${file}: ${tensor}: expected ${expected}, found ${found}. ${advice}`);
    this.problem = problem;
  }
}

/** Throws the error for a part of `file`. */
export function refuse(file: string, tensor: string, expected: string, found: string): never {
  throw new WeightsError({ file, tensor, expected, found });
}

/**
 * The data of one tensor, which must have exactly this shape and only finite numbers.
 *
 * @throws WeightsError
 */
export function takeTensor(
  file: string,
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  shape: readonly number[],
): Float32Array {
  const tensor = tensors.get(name);
  if (tensor === undefined) return refuse(file, name, `a tensor of shape [${shape.join(', ')}]`, 'none');
  if (tensor.shape.join() !== shape.join())
    return refuse(file, tensor.name, `shape [${shape.join(', ')}]`, `[${tensor.shape.join(', ')}]`);
  const wrong = tensor.data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    return refuse(file, tensor.name, 'finite numbers', `${tensor.data[wrong]} at index ${wrong}`);
  return tensor.data;
}

/** Gives the tensor of a name, checked against the shape that a network needs. */
export type TensorOf = (name: string, shape: readonly number[]) => Float32Array;

/** Counts the numbers that go through a `TensorOf`. */
export function countNumbers(tensorOf: TensorOf): {
  readonly tensorOf: TensorOf;
  readonly count: () => number;
} {
  let numbers = 0;
  return {
    tensorOf(name, shape) {
      const data = tensorOf(name, shape);
      numbers += data.length;
      return data;
    },
    count: () => numbers,
  };
}

/** Number of elements of a shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Decodes IEEE 754 half-precision numbers, little-endian, at any alignment. */
export function decodeHalfFloats(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Float32Array(bytes.byteLength / 2);
  for (let index = 0; index < numbers.length; index++)
    numbers[index] = halfToNumber(view.getUint16(index * 2, true));
  return numbers;
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
