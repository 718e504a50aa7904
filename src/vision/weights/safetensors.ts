/** Reader of safetensors files. Format: https://huggingface.co/docs/safetensors (8-byte length, JSON header, data). */
import { decodeHalfFloats, elementCount, refuse, type Tensor } from './tensor.ts';

const MAX_HEADER_BYTES = 1 << 20;
const BYTES_PER_ELEMENT: Readonly<Record<string, number>> = { F32: 4, F16: 2 };

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readHeader(
  file: string,
  bytes: Uint8Array,
): { readonly header: object; readonly dataStart: number } {
  if (bytes.byteLength < 8) refuse(file, 'header', 'at least 8 bytes', `${bytes.byteLength}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const room = Math.min(MAX_HEADER_BYTES, bytes.byteLength - 8);
  if (length > room) refuse(file, 'header', `at most ${room} bytes`, `${length}`);
  try {
    const header: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)),
    );
    if (typeof header === 'object' && header !== null && !Array.isArray(header))
      return { header, dataStart: 8 + length };
  } catch {
    // Refused below, in the same words as JSON of the wrong kind.
  }
  return refuse(file, 'header', 'a JSON object in UTF-8', 'something else');
}

function isIndexArray(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function readEntry(file: string, name: string, value: unknown, dataBytes: number): Entry {
  if (typeof value !== 'object' || value === null) return refuse(file, name, 'an object', typeof value);
  const dtype: unknown = Reflect.get(value, 'dtype');
  const shape: unknown = Reflect.get(value, 'shape');
  const offsets: unknown = Reflect.get(value, 'data_offsets');
  const size =
    typeof dtype === 'string' && Object.hasOwn(BYTES_PER_ELEMENT, dtype)
      ? BYTES_PER_ELEMENT[dtype]
      : undefined;
  if (size === undefined || typeof dtype !== 'string')
    return refuse(file, name, 'dtype F32 or F16', String(dtype));
  if (!isIndexArray(shape)) return refuse(file, name, 'a shape of whole numbers', JSON.stringify(shape));
  if (!isIndexArray(offsets) || offsets.length !== 2)
    return refuse(file, name, 'two data offsets', JSON.stringify(offsets));
  const [begin = 0, end = 0] = offsets;
  if (end > dataBytes || begin > end)
    return refuse(file, name, `offsets within ${dataBytes} bytes`, `${begin} to ${end}`);
  const needed = elementCount(shape) * size;
  if (needed !== end - begin)
    return refuse(file, name, `${needed} bytes for shape [${shape.join(', ')}]`, `${end - begin}`);
  return { dtype, shape, begin, end };
}

/**
 * Reads every tensor of a file.
 *
 * @param file name for error messages
 * @throws WeightsError when anything about the file is not as the format demands, down to gaps and overlaps
 */
export function readSafetensors(file: string, bytes: Uint8Array): ReadonlyMap<string, Tensor> {
  const { header, dataStart } = readHeader(file, bytes);
  const data = bytes.subarray(dataStart);
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => ({ name, ...readEntry(file, name, value, data.byteLength) }))
    .toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  let expectedBegin = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== expectedBegin) refuse(file, name, `data from byte ${expectedBegin}`, `byte ${begin}`);
    expectedBegin = end;
  }
  if (expectedBegin !== data.byteLength) refuse(file, 'data', `${expectedBegin} bytes`, `${data.byteLength}`);
  return new Map(
    entries.map(({ name, dtype, shape, begin, end }) => {
      const part = data.slice(begin, end);
      const numbers = dtype === 'F32' ? new Float32Array(part.buffer) : decodeHalfFloats(part);
      return [name, { name, shape, data: numbers }];
    }),
  );
}
