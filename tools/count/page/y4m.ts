/** Reader of uncompressed YUV4MPEG2 video with 4:2:0 chroma and 8 bits a sample. */

/** What the stream's header says. */
export interface Y4mHeader {
  /** Pixels; 1 to 16384. */
  readonly width: number;
  readonly height: number;
  /** Frames a second, as a fraction of positive integers. */
  readonly rate: readonly [numerator: number, denominator: number];
  readonly fullRange: boolean;
  /** Bytes of one frame's planes: Y, then U and V of half the size, rounded up. */
  readonly frameBytes: number;
  /** Bytes of the header line with its line feed. */
  readonly headerBytes: number;
}

const MAX_LINE = 256;
const MAX_SIDE = 16384;
const CHROMA = ['420', '420jpeg', '420mpeg2', '420paldv'];

function parameter(fields: readonly string[], tag: string): string | undefined {
  return fields.find((field) => field.startsWith(tag))?.slice(tag.length);
}

/** Reads the header line (without its line feed). Throws an Error that names the offending parameter. */
export function parseY4mHeader(line: string): Y4mHeader {
  const [magic, ...fields] = line.split(' ');
  if (magic !== 'YUV4MPEG2') throw new Error('not a y4m file: it does not begin with YUV4MPEG2');
  const side = (tag: string): number => {
    const text = parameter(fields, tag) ?? '';
    const value = /^\d+$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > MAX_SIDE)
      throw new Error(`y4m header: ${tag} must be 1 to ${MAX_SIDE}, found "${text}"`);
    return value;
  };
  const [width, height] = [side('W'), side('H')];
  const rateText = parameter(fields, 'F') ?? '';
  const rate = /^([1-9]\d*):([1-9]\d*)$/.exec(rateText);
  if (rate === null) throw new Error(`y4m header: F must be a frame rate as 30:1, found "${rateText}"`);
  const chroma = parameter(fields, 'C') ?? '420';
  if (!CHROMA.includes(chroma))
    throw new Error(`y4m header: C must be one of ${CHROMA.join(', ')}, found "${chroma}"`);
  const interlacing = parameter(fields, 'I') ?? 'p';
  if (interlacing !== 'p' && interlacing !== '?')
    throw new Error(`y4m header: only progressive video (Ip) is read, found "I${interlacing}"`);
  return {
    width,
    height,
    rate: [Number(rate[1]), Number(rate[2])],
    fullRange: fields.includes('XCOLORRANGE=FULL'),
    frameBytes: width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2),
    headerBytes: line.length + 1,
  };
}

/** Takes lines and runs of bytes off a stream, whatever the sizes of its chunks. */
class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  /** The next `length` bytes, or fewer at the end of the stream. */
  async take(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const taken = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.#rest.length === 0 && !(await this.#fill())) break;
      const part = this.#rest.subarray(0, length - filled);
      taken.set(part, filled);
      filled += part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
    return taken.subarray(0, filled);
  }

  /** The next line without its line feed; undefined at the end of the stream. Throws when it is too long or not ended. */
  async line(): Promise<string | undefined> {
    let text = '';
    while (text.length <= MAX_LINE) {
      const [byte] = await this.take(1);
      if (byte === undefined && text === '') return undefined;
      if (byte === undefined) throw new Error('the file ends inside a line');
      if (byte === 10) return text;
      text += String.fromCodePoint(byte);
    }
    throw new Error(`a line is longer than ${MAX_LINE} bytes`);
  }

  release(): Promise<void> {
    return this.#reader.cancel();
  }

  async #fill(): Promise<boolean> {
    const { done, value } = await this.#reader.read();
    if (done) return false;
    this.#rest = value;
    return true;
  }
}

/** One frame's planes (I420, tightly packed) and its time from the start in microseconds. */
export interface Y4mFrame {
  readonly header: Y4mHeader;
  readonly planes: Uint8Array<ArrayBuffer>;
  readonly timestampUs: number;
  readonly durationUs: number;
}

/** Yields every frame in order. Throws an Error naming the frame (from 1) when the file is cut short or damaged. */
export async function* readY4m(stream: ReadableStream<Uint8Array>): AsyncGenerator<Y4mFrame> {
  const bytes = new ByteReader(stream);
  try {
    const header = parseY4mHeader((await bytes.line()) ?? '');
    const frameUs = (1e6 * header.rate[1]) / header.rate[0];
    for (let index = 0; ; index++) {
      const marker = await bytes.line();
      if (marker === undefined) return;
      if (!/^FRAME( |$)/.test(marker))
        throw new Error(`y4m frame ${index + 1}: expected FRAME, found other bytes`);
      const planes = await bytes.take(header.frameBytes);
      if (planes.length < header.frameBytes) {
        throw new Error(
          `y4m frame ${index + 1}: the file is cut short, ${planes.length} of ${header.frameBytes} bytes are there`,
        );
      }
      yield { header, planes, timestampUs: Math.round(index * frameUs), durationUs: Math.round(frameUs) };
    }
  } finally {
    await bytes.release();
  }
}
