/** Reader of the weights in a TensorFlow Lite file. Schema: tensorflow/lite/schema/schema.fbs, version 3 ("TFL3"). */
import { FlatbufferTable } from './flatbuffer-table.ts';
import { decodeHalfFloats, elementCount, refuse, WeightsError, type Tensor } from './tensor.ts';

/** Field numbers of the schema's tables, as far as weights need them. */
const MODEL = { subgraphs: 2, buffers: 4 } as const;
const SUBGRAPH = { tensors: 0 } as const;
const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3 } as const;
const BUFFER = { data: 0 } as const;
const FLOAT32 = 0;
const FLOAT16 = 1;
const FILE_IDENTIFIER = 'TFL3';
/** The detectors have below 500. A damaged file can claim one for every four of its bytes, each as long as the file. */
const MAX_TENSORS = 4_096;
const MAX_NAME_BYTES = 1_024;
const MAX_DIMENSIONS = 8;

/** The constant of one tensor, or undefined for an activation and for types that no network here uses. */
function readTensor(
  file: string,
  table: FlatbufferTable,
  buffers: readonly FlatbufferTable[],
): Tensor | undefined {
  const name = table.string(TENSOR.name, MAX_NAME_BYTES);
  const type = table.byte(TENSOR.type);
  const shape = table.int32s(TENSOR.shape, MAX_DIMENSIONS);
  const bytes = buffers[table.uint32(TENSOR.buffer)]?.bytes(BUFFER.data);
  if (bytes === undefined || bytes.byteLength === 0) return undefined;
  if (type !== FLOAT32 && type !== FLOAT16) return undefined;
  if (shape.some((size) => size < 0))
    return refuse(file, name, 'sizes of 0 or more', `[${shape.join(', ')}]`);
  const needed = elementCount(shape) * (type === FLOAT32 ? 4 : 2);
  if (needed !== bytes.byteLength)
    return refuse(file, name, `${needed} bytes for shape [${shape.join(', ')}]`, `${bytes.byteLength}`);
  const data = type === FLOAT32 ? new Float32Array(bytes.slice().buffer) : decodeHalfFloats(bytes);
  return { name, shape, data };
}

function readTensors(
  file: string,
  tables: readonly FlatbufferTable[],
  buffers: readonly FlatbufferTable[],
  fileBytes: number,
): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  let elements = 0;
  for (const table of tables) {
    const tensor = readTensor(file, table, buffers);
    if (tensor === undefined) continue;
    if (tensors.has(tensor.name)) refuse(file, tensor.name, 'one tensor of this name', 'two');
    elements += tensor.data.length;
    // Every element takes at least two bytes, so a sound file cannot hold more.
    if (2 * elements > fileBytes)
      refuse(file, tensor.name, `at most ${fileBytes} bytes of data`, 'data used many times');
    tensors.set(tensor.name, tensor);
  }
  return tensors;
}

/**
 * Reads the constant tensors (f32, and f16 made f32) of the first subgraph, by name. Convolution filters are OHWI, depthwise 1, H, W, C.
 *
 * @param file name for error messages
 * @throws WeightsError when the file is cut short, damaged or of another kind
 */
export function readTflite(file: string, bytes: Uint8Array): ReadonlyMap<string, Tensor> {
  const identifier = new TextDecoder('latin1').decode(bytes.subarray(4, 8));
  if (identifier !== FILE_IDENTIFIER) refuse(file, 'identifier', FILE_IDENTIFIER, JSON.stringify(identifier));
  try {
    const model = FlatbufferTable.root(bytes);
    const buffers = model.tables(MODEL.buffers, MAX_TENSORS);
    const [subgraph] = model.tables(MODEL.subgraphs, MAX_TENSORS);
    if (subgraph === undefined) return refuse(file, 'subgraphs', 'at least one', 'none');
    return readTensors(file, subgraph.tables(SUBGRAPH.tensors, MAX_TENSORS), buffers, bytes.byteLength);
  } catch (error) {
    // Offsets of a damaged file lead outside it, which the table reader reports as a RangeError.
    if (error instanceof WeightsError || !(error instanceof RangeError)) throw error;
    return refuse(file, 'structure', 'offsets within the file', error.message);
  }
}
