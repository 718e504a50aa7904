/** Reads MATLAB level 5 files: bytes to arrays, whose content is read only when it is asked for. */
import { ELEMENT_TYPE, readElement } from './element.ts';
import { inflateElement } from './inflate.ts';
import { readMatrix, type Matrix } from './matrix.ts';
import { refuseAt, regionOf, type Region } from './region.ts';

const HEADER_BYTES = 128;
const VERSION_AT = 124;
const ENDIAN_AT = 126;
const VERSION = 0x0100;
const HDF5_VERSION = 0x0200;

function openFile(bytes: Uint8Array, file: string): Region {
  const endian = String.fromCharCode(...bytes.subarray(ENDIAN_AT, ENDIAN_AT + 2));
  const big = endian === 'MI';
  const region = regionOf(bytes, { file, littleEndian: !big });
  if (bytes.length < HEADER_BYTES)
    refuseAt(region, 0, `a header of ${HEADER_BYTES} bytes`, `${bytes.length} bytes`);
  if (!big && endian !== 'IM')
    refuseAt(region, ENDIAN_AT, 'MI or IM, the mark of a MATLAB level 5 file', JSON.stringify(endian));
  const version = region.view.getUint16(VERSION_AT, region.littleEndian);
  if (version === HDF5_VERSION)
    refuseAt(region, VERSION_AT, 'version 5 (save with -v7)', 'version 7.3, which is HDF5');
  if (version !== VERSION) refuseAt(region, VERSION_AT, 'version 0x0100', `0x${version.toString(16)}`);
  return region;
}

/**
 * The variables of a MATLAB level 5 file by name, compressed or not, in either byte order.
 *
 * @param file its name, for errors
 * @throws MatFileError, here and when the variables' content is read
 */
export async function readMatFile(bytes: Uint8Array, file: string): Promise<ReadonlyMap<string, Matrix>> {
  const region = openFile(bytes, file);
  const variables = new Map<string, Matrix>();
  for (let at = HEADER_BYTES; at < bytes.length;) {
    const element = readElement(region, at, bytes.length);
    if (element.type === ELEMENT_TYPE.matrix) {
      const { matrix } = readMatrix(region, at, bytes.length);
      variables.set(matrix.name, matrix);
    } else if (element.type === ELEMENT_TYPE.compressed) {
      const inflated = await inflateElement(region, element);
      const { matrix } = readMatrix(inflated, 0, inflated.bytes.length);
      variables.set(matrix.name, matrix);
    } else refuseAt(region, at, 'an array (14) or compressed data (15)', `type ${element.type}`);
    at = element.next;
  }
  return variables;
}
