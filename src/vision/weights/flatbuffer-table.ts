/** A table of a FlatBuffer, read with every offset and length checked: what leads outside the file gives a RangeError. */
export class FlatbufferTable {
  readonly #view: DataView;
  readonly #position: number;

  private constructor(view: DataView, position: number) {
    this.#view = view;
    this.#position = position;
  }

  /** The root table of a file. */
  static root(bytes: Uint8Array): FlatbufferTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatbufferTable(view, view.getUint32(0, true));
  }

  /** Where a field's value stands, or undefined when it has its default. */
  #field(index: number): number | undefined {
    const vtable = this.#position - this.#view.getInt32(this.#position, true);
    const slot = 4 + 2 * index;
    if (slot >= this.#view.getUint16(vtable, true)) return undefined;
    const offset = this.#view.getUint16(vtable + slot, true);
    return offset === 0 ? undefined : this.#position + offset;
  }

  /** Start and length of a vector whose elements take `elementBytes` each. */
  #vector(
    index: number,
    elementBytes: number,
    maxLength = Infinity,
  ): { readonly start: number; readonly length: number } {
    const field = this.#field(index);
    if (field === undefined) return { start: 0, length: 0 };
    const at = field + this.#view.getUint32(field, true);
    const length = this.#view.getUint32(at, true);
    const start = at + 4;
    if (start + length * elementBytes > this.#view.byteLength)
      throw new RangeError(`a vector of ${length} elements at byte ${at} of ${this.#view.byteLength}`);
    if (length > maxLength)
      throw new RangeError(`a vector of ${length} elements where ${maxLength} are allowed`);
    return { start, length };
  }

  byte(index: number): number {
    const field = this.#field(index);
    return field === undefined ? 0 : this.#view.getUint8(field);
  }

  uint32(index: number): number {
    const field = this.#field(index);
    return field === undefined ? 0 : this.#view.getUint32(field, true);
  }

  int32s(index: number, maxLength: number): number[] {
    const { start, length } = this.#vector(index, 4, maxLength);
    return Array.from({ length }, (_, item) => this.#view.getInt32(start + 4 * item, true));
  }

  /** A vector of bytes, as a view into the file. */
  bytes(index: number, maxBytes = Infinity): Uint8Array {
    const { start, length } = this.#vector(index, 1, maxBytes);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, length);
  }

  string(index: number, maxBytes: number): string {
    return new TextDecoder().decode(this.bytes(index, maxBytes));
  }

  /** A vector of tables. */
  tables(index: number, maxLength: number): FlatbufferTable[] {
    const { start, length } = this.#vector(index, 4, maxLength);
    return Array.from({ length }, (_, item) => {
      const at = start + 4 * item;
      return new FlatbufferTable(this.#view, at + this.#view.getUint32(at, true));
    });
  }
}
