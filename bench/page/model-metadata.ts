/**
 * Gives a TensorFlow Lite file the metadata that MediaPipe's tasks ask for: how to bring pixels into the model's range. The files of
 * `@mediapipe/face_detection` have none, and no npm package brings the one that has.
 * Schemas: tensorflow/lite/schema/schema.fbs, mediapipe/tasks/metadata/metadata_schema.fbs.
 */
import { Builder, ByteBuffer } from 'flatbuffers';

/** Field numbers of the tables, as far as they are copied or written. */
const MODEL = { version: 0, operatorCodes: 1, subgraphs: 2, buffers: 4, metadata: 6 } as const;
const MODEL_FIELDS = 8;
/** Pixels of 0 to 255 become -1 to 1: mean and deviation. */
const CENTRE = 127.5;
const NORMALIZATION_OPTIONS = 1;
const ALIGNMENT = 16;

function vectorOfOffsets(builder: Builder, offsets: readonly number[]): number {
  builder.startVector(4, offsets.length, 4);
  for (const offset of offsets.toReversed()) builder.addOffset(offset);
  return builder.endVector();
}

function vectorOfOneFloat(builder: Builder, value: number): number {
  builder.startVector(4, 1, 4);
  builder.addFloat32(value);
  return builder.endVector();
}

/** A table of `fields` fields of which one points to `offset`. */
function tableOf(builder: Builder, fields: number, field: number, offset: number): number {
  builder.startObject(fields);
  builder.addFieldOffset(field, offset, 0);
  return builder.endObject();
}

/** A `ModelMetadata` with one input that is normalised. */
function normalisation(): Uint8Array {
  const builder = new Builder();
  const [mean, deviation] = [vectorOfOneFloat(builder, CENTRE), vectorOfOneFloat(builder, CENTRE)];
  builder.startObject(2);
  builder.addFieldOffset(0, mean, 0);
  builder.addFieldOffset(1, deviation, 0);
  const options = builder.endObject();
  builder.startObject(2);
  builder.addFieldInt8(0, NORMALIZATION_OPTIONS, 0);
  builder.addFieldOffset(1, options, 0);
  const processUnits = vectorOfOffsets(builder, [builder.endObject()]);
  const inputs = vectorOfOffsets(builder, [tableOf(builder, 7, 4, processUnits)]);
  const subgraphs = vectorOfOffsets(builder, [tableOf(builder, 9, 2, inputs)]);
  builder.finish(tableOf(builder, 8, 3, subgraphs), 'M001');
  return builder.asUint8Array();
}

/** The file's root table: where things lie in it. */
function readModel(file: Uint8Array): {
  readonly version: number;
  readonly place: (field: number) => number;
  readonly buffers: readonly number[];
} {
  const bytes = new ByteBuffer(file);
  const root = bytes.readInt32(0);
  const fieldAt = (field: number): number => root + bytes.__offset(root, 4 + 2 * field);
  const buffersAt = fieldAt(MODEL.buffers);
  const first = bytes.__vector(buffersAt);
  const count = bytes.__vector_len(buffersAt);
  return {
    version: bytes.readInt32(fieldAt(MODEL.version)),
    place: (field) => bytes.__indirect(fieldAt(field)),
    buffers: Array.from({ length: count }, (_, index) => bytes.__indirect(first + 4 * index)),
  };
}

/** The same file with metadata: a new root in front of it, which points to the old parts and to one buffer more. */
export function withNormalisation(file: Uint8Array): Uint8Array {
  const { version, place, buffers } = readModel(file);
  const length = Math.ceil(file.length / ALIGNMENT) * ALIGNMENT;
  const builder = new Builder(length + 65_536);
  builder.prep(ALIGNMENT, 0);
  for (let index = length - 1; index >= 0; index--) builder.writeInt8(file[index] ?? 0);
  // A FlatBuffer is written from its end, where the old file now lies.
  const old = (position: number): number => length - position;
  const metadata = normalisation();
  builder.startVector(1, metadata.length, ALIGNMENT);
  for (const byte of metadata.toReversed()) builder.addInt8(byte);
  const added = tableOf(builder, 3, 0, builder.endVector());
  const allBuffers = vectorOfOffsets(builder, [...buffers.map(old), added]);
  const name = builder.createString('TFLITE_METADATA');
  builder.startObject(2);
  builder.addFieldOffset(0, name, 0);
  builder.addFieldInt32(1, buffers.length, 0);
  const entries = vectorOfOffsets(builder, [builder.endObject()]);
  builder.startObject(MODEL_FIELDS);
  builder.addFieldInt32(MODEL.version, version, 0);
  for (const field of [MODEL.operatorCodes, MODEL.subgraphs])
    builder.addFieldOffset(field, old(place(field)), 0);
  builder.addFieldOffset(MODEL.buffers, allBuffers, 0);
  builder.addFieldOffset(MODEL.metadata, entries, 0);
  builder.finish(builder.endObject(), 'TFL3');
  return builder.asUint8Array();
}
