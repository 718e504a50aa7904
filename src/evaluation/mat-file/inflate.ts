import { messageOf } from '../../domain/outcome.ts';
import type { Element } from './element.ts';
import { MatFileError, refuseAt, regionOf, type Region } from './region.ts';

/** No 460,000 faces need more; a file that claims more is damaged or meant to harm. */
const MAX_INFLATED_BYTES = 512 * 2 ** 20;
/** Deflate gives at most 1032 bytes for one. */
const MAX_RATIO = 1032;
const TAG_BYTES = 8;
/** Bytes of padding that may follow the element. */
const MAX_SURPLUS = 8;

/** Collects the bytes of one inflated element, as many as its own tag says. */
class InflatedElement {
  readonly #region: Region;
  readonly #element: Element;
  #bytes = new Uint8Array(TAG_BYTES);
  #filled = 0;
  #sized = false;
  #surplus = 0;

  constructor(region: Region, element: Element) {
    this.#region = region;
    this.#element = element;
  }

  take(chunk: Uint8Array): void {
    let rest = this.#fill(chunk);
    if (!this.#sized && this.#filled === TAG_BYTES) {
      this.#size();
      rest = this.#fill(rest);
    }
    this.#surplus += rest.length;
    if (this.#surplus > MAX_SURPLUS) {
      const found = `at least ${this.#bytes.length + this.#surplus}`;
      refuseAt(this.#region, this.#element.at, `compressed data of ${this.#bytes.length} bytes`, found);
    }
  }

  finish(): Uint8Array {
    if (!this.#sized || this.#filled < this.#bytes.length)
      refuseAt(
        this.#region,
        this.#element.at,
        `compressed data of ${this.#sized ? this.#bytes.length : 'at least 8'} bytes`,
        `${this.#filled} bytes`,
      );
    return this.#bytes;
  }

  #fill(chunk: Uint8Array): Uint8Array {
    const taken = chunk.subarray(0, this.#bytes.length - this.#filled);
    this.#bytes.set(taken, this.#filled);
    this.#filled += taken.length;
    return chunk.subarray(taken.length);
  }

  #size(): void {
    const tag = new DataView(this.#bytes.buffer);
    const first = tag.getUint32(0, this.#region.littleEndian);
    const bytes = first > 0xffff ? TAG_BYTES : TAG_BYTES + tag.getUint32(4, this.#region.littleEndian);
    const possible = MAX_RATIO * (this.#element.end - this.#element.start);
    const limit = Math.min(possible, MAX_INFLATED_BYTES);
    if (bytes > limit)
      refuseAt(this.#region, this.#element.at, `at most ${limit} bytes of inflated data`, `${bytes} bytes`);
    const sized = new Uint8Array(bytes);
    sized.set(this.#bytes);
    this.#bytes = sized;
    this.#sized = true;
  }
}

/**
 * Inflates a compressed element (zlib) into a region of its own, which holds the one element that is in it.
 *
 * @throws MatFileError for damaged data, and before anything large is allocated for data that claims too much
 */
export async function inflateElement(region: Region, element: Element): Promise<Region> {
  const compressed = region.bytes.subarray(element.start, element.end);
  const inflated = new InflatedElement(region, element);
  const stream = new Blob([compressed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'));
  const reader = stream.getReader();
  try {
    // To the stream's own end, where its checksum is compared.
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read())
      inflated.take(chunk.value);
  } catch (thrown) {
    // What `take` refuses, or the browser's own word that this is no zlib data.
    if (thrown instanceof MatFileError) throw thrown;
    refuseAt(region, element.at, 'zlib data', messageOf(thrown));
  } finally {
    // Ends the stream where the data claimed too much; a stream that failed by itself has nothing to add.
    reader.cancel().catch(() => undefined);
  }
  const { file, littleEndian } = region;
  return regionOf(inflated.finish(), { file, littleEndian, inflatedFrom: element.at });
}
