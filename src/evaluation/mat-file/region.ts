/** A stretch of a MAT-file's bytes that is read with bounds: the file itself, or what one of its elements inflates to. */
export interface Region {
  /** The file's name, for errors. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly littleEndian: boolean;
  /** Byte of the file whose compressed element this was inflated from; undefined for the file itself. */
  readonly inflatedFrom?: number;
}

/** A MAT-file that cannot be read. The message names file, byte, expectation and finding. */
export class MatFileError extends Error {
  override readonly name = 'MatFileError';
}

/** The region of `bytes`. */
export function regionOf(
  bytes: Uint8Array,
  named: Pick<Region, 'file' | 'littleEndian' | 'inflatedFrom'>,
): Region {
  return { ...named, bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/** Throws the error for what stands at byte `at` of `region`. */
export function refuseAt(region: Region, at: number, expected: string, found: string): never {
  const { file, inflatedFrom } = region;
  const inside = inflatedFrom === undefined ? '' : ` of what byte ${inflatedFrom} inflates to`;
  throw new MatFileError(`${file}, byte ${at}${inside}: expected ${expected}, found ${found}`);
}
