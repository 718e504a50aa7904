/** Weight files for tests: real ones, small ones made here, and the ways in which a file can be damaged. */
import * as fc from 'fast-check';
import { WeightsError, type WeightsProblem } from './tensor.ts';

/** One entry of a safetensors header, as a test wants it, right or wrong. */
export interface SafetensorsEntry {
  readonly dtype: string;
  readonly shape: readonly unknown[];
  readonly data_offsets: readonly unknown[];
}

/** A safetensors file of a header (any JSON) and data. */
export function safetensorsFile(header: unknown, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  file.set(data, 8 + json.length);
  return file;
}

/** The bytes behind an inlined asset. */
export async function bytesOfAsset(dataUrl: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(dataUrl)).arrayBuffer());
}

/** What a reader refused; fails when it read the file. Any error but a `WeightsError` passes through. */
export function problemOf(read: () => unknown): WeightsProblem {
  try {
    read();
  } catch (error) {
    // The refusal is what the test asked for.
    if (error instanceof WeightsError) return error.problem;
    throw error;
  }
  throw new Error('the file was read');
}

/** Reads a file that may be damaged; gives undefined when it was refused. Any error but a `WeightsError` passes through. */
export function readOrRefuse<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    // A refusal is one of the two right outcomes.
    if (error instanceof WeightsError) return undefined;
    throw error;
  }
}

/** A file with up to eight bytes changed among its first `headBytes`, cut at up to its full length. */
export function damaged(
  file: Uint8Array<ArrayBuffer>,
  headBytes: number,
): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const change = fc.record({
    index: fc.nat(Math.min(headBytes, file.length) - 1),
    value: fc.integer({ min: 0, max: 255 }),
  });
  const length = fc.oneof(fc.constant(file.length), fc.nat(file.length));
  return fc
    .record({ changes: fc.array(change, { maxLength: 8 }), length })
    .map(({ changes, length: kept }) => {
      const copy = file.slice(0, kept);
      for (const { index, value } of changes) if (index < kept) copy[index] = value;
      return copy;
    });
}
