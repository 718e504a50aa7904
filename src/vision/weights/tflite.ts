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

function readTensor(
  file: string,
  table: FlatbufferTable,
  buffers: readonly FlatbufferTable[],
): Tensor | undefined {
  const name = table.string(TENSOR.name);
  const type = table.byte(TENSOR.type);
  const shape = table.int32s(TENSOR.shape);
  const bytes = buffers[table.uint32(TENSOR.buffer)]?.bytes(BUFFER.data);
  if (bytes === undefined || bytes.byteLength === 0) return undefined;
  if (type !== FLOAT32 && type !== FLOAT16) return undefined;
  const needed = elementCount(shape) * (type === FLOAT32 ? 4 : 2);
  if (needed !== bytes.byteLength)
    return refuse(file, name, `${needed} bytes for shape [${shape.join(', ')}]`, `${bytes.byteLength}`);
  const data = type === FLOAT32 ? new Float32Array(bytes.slice().buffer) : decodeHalfFloats(bytes);
  return { name, shape, data };
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
    const buffers = model.tables(MODEL.buffers);
    const [subgraph] = model.tables(MODEL.subgraphs);
    if (subgraph === undefined) return refuse(file, 'subgraphs', 'at least one', 'none');
    const tensors = subgraph.tables(SUBGRAPH.tensors).map((table) => readTensor(file, table, buffers));
    return new Map(tensors.flatMap((tensor) => (tensor === undefined ? [] : [[tensor.name, tensor]])));
  } catch (error) {
    // Offsets of a damaged file lead outside it, which the table reader reports as a RangeError.
    if (error instanceof WeightsError || !(error instanceof RangeError)) throw error;
    return refuse(file, 'structure', 'offsets within the file', error.message);
  }
}
