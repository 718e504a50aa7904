import { ELEMENT_TYPE, readElement, readElementOf, type Element } from './element.ts';
import { refuseAt, type Region } from './region.ts';

/** Classes of arrays: MathWorks, "MAT-File Level 5 File Format", table 1-3. */
export const ARRAY_CLASS = {
  cell: 1,
  struct: 2,
  object: 3,
  char: 4,
  sparse: 5,
  double: 6,
  uint64: 15,
} as const;

/** An array of any class: its head is read, its content not yet. */
export interface Matrix {
  readonly region: Region;
  /** First byte of its tag. */
  readonly at: number;
  readonly arrayClass: number;
  readonly name: string;
  readonly rows: number;
  /** Number of values in all. */
  readonly count: number;
  /** Where the content begins and ends. */
  readonly start: number;
  readonly end: number;
}

function textOfBytes(region: Region, { start, end }: Pick<Element, 'start' | 'end'>): string {
  let text = '';
  for (const byte of region.bytes.subarray(start, end)) {
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}

function readDimensions(region: Region, element: Element): { rows: number; count: number } {
  const axes = (element.end - element.start) / 4;
  if (axes < 2 || !Number.isInteger(axes))
    return refuseAt(region, element.at, 'two dimensions or more', `${element.end - element.start} bytes`);
  let count = 1;
  for (let axis = 0; axis < axes; axis++) {
    const size = region.view.getInt32(element.start + 4 * axis, region.littleEndian);
    if (size < 0) refuseAt(region, element.at, 'dimensions from 0', String(size));
    count *= size;
  }
  return { rows: region.view.getInt32(element.start, region.littleEndian), count };
}

/**
 * Reads the head of the array at byte `at`. An element without any bytes is an empty array, as writers put it into empty cells.
 *
 * @throws MatFileError
 */
export function readMatrix(region: Region, at: number, limit: number): { matrix: Matrix; next: number } {
  const { start, end, next } = readElementOf(region, at, limit, 'matrix');
  if (start === end)
    return {
      matrix: { region, at, arrayClass: ARRAY_CLASS.double, name: '', rows: 0, count: 0, start, end },
      next,
    };
  const flags = readElementOf(region, start, end, 'uint32');
  if (flags.end - flags.start < 4) refuseAt(region, flags.at, 'array flags', 'none');
  const arrayClass = region.view.getUint32(flags.start, region.littleEndian) & 0xff;
  const dimensions = readElementOf(region, flags.next, end, 'int32');
  const nameElement = readElementOf(region, dimensions.next, end, 'int8');
  const name = textOfBytes(region, nameElement);
  return {
    matrix: {
      region,
      at,
      arrayClass,
      name,
      ...readDimensions(region, dimensions),
      start: nameElement.next,
      end,
    },
    next,
  };
}

/**
 * The cells of a cell array in order, one at a time.
 *
 * @throws MatFileError
 */
export function* cellsOf(matrix: Matrix): Generator<Matrix, undefined> {
  const { region, at, arrayClass, count, start, end } = matrix;
  // An empty array has no content, and writers are not agreed on its class.
  if (count === 0) return undefined;
  if (arrayClass !== ARRAY_CLASS.cell) refuseAt(region, at, 'a cell array', `class ${arrayClass}`);
  let cellAt = start;
  for (let index = 0; index < count; index++) {
    const { matrix: cell, next } = readMatrix(region, cellAt, end);
    yield cell;
    cellAt = next;
  }
  return undefined;
}

/**
 * The fields of a single struct by name.
 *
 * @throws MatFileError
 */
export function fieldsOf(matrix: Matrix): ReadonlyMap<string, Matrix> {
  const { region, at, arrayClass, count, start, end } = matrix;
  if (arrayClass !== ARRAY_CLASS.struct || count !== 1)
    refuseAt(region, at, 'one struct', `${count} values of class ${arrayClass}`);
  const length = readElementOf(region, start, end, 'int32');
  const nameBytes =
    length.end - length.start < 4 ? 0 : region.view.getInt32(length.start, region.littleEndian);
  if (nameBytes <= 0) refuseAt(region, length.at, 'the length of field names', String(nameBytes));
  const names = readElement(region, length.next, end);
  if (names.type !== ELEMENT_TYPE.int8 && names.type !== ELEMENT_TYPE.uint8)
    refuseAt(region, names.at, 'field names', `type ${names.type}`);
  const fields = new Map<string, Matrix>();
  let fieldAt = names.next;
  for (let nameAt = names.start; nameAt + nameBytes <= names.end; nameAt += nameBytes) {
    const { matrix: field, next } = readMatrix(region, fieldAt, end);
    fields.set(textOfBytes(region, { start: nameAt, end: nameAt + nameBytes }), field);
    fieldAt = next;
  }
  return fields;
}
