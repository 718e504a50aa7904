import { refuseAt, type Region } from './region.ts';

/** Types of data elements: MathWorks, "MAT-File Level 5 File Format", table 1-1. */
export const ELEMENT_TYPE = {
  int8: 1,
  uint8: 2,
  int16: 3,
  uint16: 4,
  int32: 5,
  uint32: 6,
  single: 7,
  double: 9,
  int64: 12,
  uint64: 13,
  matrix: 14,
  compressed: 15,
  utf8: 16,
  utf16: 17,
  utf32: 18,
} as const;

/** Where one data element lies in its region. */
export interface Element {
  readonly type: number;
  /** First byte of the tag. */
  readonly at: number;
  /** First byte of the data, and the first behind it. */
  readonly start: number;
  readonly end: number;
  /** First byte of the element that follows. */
  readonly next: number;
}

const TAG_BYTES = 8;
const SMALL_DATA_AT = 4;
const MAX_SMALL_BYTES = 4;

/**
 * Reads the tag at byte `at`; the element must end at or before `limit`. Up to four bytes may lie within the tag itself; other data is
 * padded to a multiple of eight bytes, unless it is compressed.
 *
 * @throws MatFileError
 */
export function readElement(region: Region, at: number, limit: number): Element {
  if (at + TAG_BYTES > limit)
    return refuseAt(region, at, `a tag of ${TAG_BYTES} bytes`, `${Math.max(0, limit - at)} bytes`);
  const first = region.view.getUint32(at, region.littleEndian);
  const smallBytes = first >>> 16;
  if (smallBytes > MAX_SMALL_BYTES)
    return refuseAt(region, at, 'the tag of a data element', `0x${first.toString(16).padStart(8, '0')}`);
  if (smallBytes > 0) {
    const start = at + SMALL_DATA_AT;
    return { type: first & 0xffff, at, start, end: start + smallBytes, next: at + TAG_BYTES };
  }
  const bytes = region.view.getUint32(at + 4, region.littleEndian);
  const start = at + TAG_BYTES;
  const end = start + bytes;
  if (end > limit)
    return refuseAt(region, at, `an element of ${bytes} bytes`, `${limit - start} bytes until its end`);
  const padded = first === ELEMENT_TYPE.compressed ? end : start + 8 * Math.ceil(bytes / 8);
  return { type: first, at, start, end, next: Math.min(padded, limit) };
}

/**
 * Reads an element that must be of one type.
 *
 * @throws MatFileError
 */
export function readElementOf(
  region: Region,
  at: number,
  limit: number,
  type: keyof typeof ELEMENT_TYPE,
): Element {
  const element = readElement(region, at, limit);
  if (element.type !== ELEMENT_TYPE[type])
    refuseAt(region, at, `an element of type ${type} (${ELEMENT_TYPE[type]})`, `type ${element.type}`);
  return element;
}
