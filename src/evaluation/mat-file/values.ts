import { ELEMENT_TYPE, readElement, type Element } from './element.ts';
import { ARRAY_CLASS, type Matrix } from './matrix.ts';
import { refuseAt, type Region } from './region.ts';

interface NumberType {
  readonly bytes: number;
  readonly read: (region: Region, at: number) => number;
}

/** Numbers are stored as the narrowest type that holds all of them, whatever the array's class. */
const NUMBER_TYPES: ReadonlyMap<number, NumberType> = new Map<number, NumberType>([
  [ELEMENT_TYPE.int8, { bytes: 1, read: ({ view }, at) => view.getInt8(at) }],
  [ELEMENT_TYPE.uint8, { bytes: 1, read: ({ view }, at) => view.getUint8(at) }],
  [ELEMENT_TYPE.int16, { bytes: 2, read: ({ view, littleEndian }, at) => view.getInt16(at, littleEndian) }],
  [ELEMENT_TYPE.uint16, { bytes: 2, read: ({ view, littleEndian }, at) => view.getUint16(at, littleEndian) }],
  [ELEMENT_TYPE.int32, { bytes: 4, read: ({ view, littleEndian }, at) => view.getInt32(at, littleEndian) }],
  [ELEMENT_TYPE.uint32, { bytes: 4, read: ({ view, littleEndian }, at) => view.getUint32(at, littleEndian) }],
  [
    ELEMENT_TYPE.single,
    { bytes: 4, read: ({ view, littleEndian }, at) => view.getFloat32(at, littleEndian) },
  ],
  [
    ELEMENT_TYPE.double,
    { bytes: 8, read: ({ view, littleEndian }, at) => view.getFloat64(at, littleEndian) },
  ],
  [
    ELEMENT_TYPE.int64,
    { bytes: 8, read: ({ view, littleEndian }, at) => Number(view.getBigInt64(at, littleEndian)) },
  ],
  [
    ELEMENT_TYPE.uint64,
    { bytes: 8, read: ({ view, littleEndian }, at) => Number(view.getBigUint64(at, littleEndian)) },
  ],
]);

/**
 * The values of a numeric array in MATLAB's order, column by column; of complex ones the real parts.
 *
 * @throws MatFileError
 */
export function numbersOf({ region, at, arrayClass, count, start, end }: Matrix): Float64Array {
  if (count === 0) return new Float64Array();
  if (arrayClass < ARRAY_CLASS.double || arrayClass > ARRAY_CLASS.uint64)
    refuseAt(region, at, 'an array of numbers', `class ${arrayClass}`);
  const element = readElement(region, start, end);
  const type = NUMBER_TYPES.get(element.type);
  if (type === undefined) return refuseAt(region, element.at, 'numbers', `type ${element.type}`);
  const bytes = element.end - element.start;
  if (bytes !== count * type.bytes)
    refuseAt(region, element.at, `${count} numbers of ${type.bytes} bytes`, `${bytes} bytes`);
  const values = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    values[index] = type.read(region, element.start + index * type.bytes);
  }
  return values;
}

/** Labels of the Encoding Standard; text in single bytes is what MATLAB wrote before it knew Unicode. */
function encodingOf(type: number, littleEndian: boolean): string | undefined {
  switch (type) {
    case ELEMENT_TYPE.utf8:
      return 'utf-8';
    case ELEMENT_TYPE.uint16:
    case ELEMENT_TYPE.utf16:
      return littleEndian ? 'utf-16le' : 'utf-16be';
    case ELEMENT_TYPE.int8:
    case ELEMENT_TYPE.uint8:
      return 'iso-8859-1';
    default:
      return undefined;
  }
}

const decoders = new Map<string, TextDecoder>();

function decode(encoding: string, bytes: Uint8Array): string {
  const decoder = decoders.get(encoding) ?? new TextDecoder(encoding);
  decoders.set(encoding, decoder);
  return decoder.decode(bytes);
}

function decodeUtf32(region: Region, { start, end }: Element): string {
  let text = '';
  for (let at = start; at + 4 <= end; at += 4) {
    const codePoint = region.view.getUint32(at, region.littleEndian);
    text += codePoint > 0x10ffff ? '\ufffd' : String.fromCodePoint(codePoint);
  }
  return text;
}

/**
 * The text of a char array of one row; '' of an empty array of any class.
 *
 * @throws MatFileError
 */
export function textOf({ region, at, arrayClass, rows, count, start, end }: Matrix): string {
  if (count === 0) return '';
  if (arrayClass !== ARRAY_CLASS.char || rows !== 1)
    refuseAt(region, at, 'one line of text', `${rows} rows of class ${arrayClass}`);
  const element = readElement(region, start, end);
  if (element.type === ELEMENT_TYPE.utf32) return decodeUtf32(region, element);
  const encoding = encodingOf(element.type, region.littleEndian);
  if (encoding === undefined) return refuseAt(region, element.at, 'text', `type ${element.type}`);
  return decode(encoding, region.bytes.subarray(element.start, element.end));
}
