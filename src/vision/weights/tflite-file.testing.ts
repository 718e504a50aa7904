/** A small writer of TensorFlow Lite files, for files that no converter would make. */

/** One tensor of the file. */
export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** 0 for f32, 1 for f16, 2 for i32. */
  readonly type: number;
  /** Index of the buffer that holds its data. */
  readonly buffer: number;
}

/** Writes a FlatBuffer from front to back: each object after the one that points to it. */
class FlatbufferWriter {
  readonly bytes: number[] = [];

  uint16(value: number): void {
    this.bytes.push(value & 0xff, (value >> 8) & 0xff);
  }

  /** Writes a word and gives its place. */
  uint32(value = 0): number {
    this.uint16(value & 0xffff);
    this.uint16(value >>> 16);
    return this.bytes.length - 4;
  }

  /** Lets the word at `place` point to what is written next. */
  pointHere(place: number): void {
    const offset = this.bytes.length - place;
    [0, 8, 16, 24].forEach((shift, index) => (this.bytes[place + index] = (offset >> shift) & 0xff));
  }

  /** A table of `fields` words of four bytes, all zero; gives their places. */
  table(pointer: number, fields: number): number[] {
    const vtableBytes = 4 + 2 * fields;
    const vtable = this.bytes.length;
    this.uint16(vtableBytes);
    this.uint16(4 + 4 * fields);
    for (let field = 0; field < fields; field++) this.uint16(4 + 4 * field);
    this.pointHere(pointer);
    this.uint32(this.bytes.length - vtable);
    return Array.from({ length: fields }, () => this.uint32());
  }

  vector(pointer: number | undefined, words: readonly number[]): number[] {
    if (pointer === undefined) throw new Error('a table has fewer fields than that');
    this.pointHere(pointer);
    this.uint32(words.length);
    return words.map((word) => this.uint32(word));
  }

  byteVector(pointer: number | undefined, bytes: Uint8Array): void {
    if (pointer === undefined) throw new Error('a table has fewer fields than that');
    this.pointHere(pointer);
    this.uint32(bytes.length);
    this.bytes.push(...bytes);
  }
}

/** A file with one subgraph of these tensors, and these buffers. */
export function tfliteFile(
  tensors: readonly TfliteTensor[],
  buffers: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const writer = new FlatbufferWriter();
  const root = writer.uint32();
  writer.bytes.push(...new TextEncoder().encode('TFL3'));
  const model = writer.table(root, 5);
  const [subgraph = 0] = writer.vector(model[2], [0]);
  const [tensorsField] = writer.table(subgraph, 1);
  const tensorPointers = writer.vector(tensorsField, Array(tensors.length).fill(0));
  tensors.forEach(({ name, shape, type, buffer }, index) => {
    const [shapeField, typeField = 0, bufferField = 0, nameField] = writer.table(
      tensorPointers[index] ?? 0,
      4,
    );
    writer.bytes[typeField] = type;
    writer.bytes[bufferField] = buffer;
    writer.vector(shapeField, shape);
    writer.byteVector(nameField, new TextEncoder().encode(name));
  });
  const bufferPointers = writer.vector(model[4], Array(buffers.length).fill(0));
  buffers.forEach((data, index) => {
    const [dataField] = writer.table(bufferPointers[index] ?? 0, 1);
    writer.byteVector(dataField, data);
  });
  return Uint8Array.from(writer.bytes);
}
