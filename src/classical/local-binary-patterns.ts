/**
 * Uniform local binary patterns on a grid, as `training/vestibule_training/classical/features.py` computes them too. T. Ahonen,
 * A. Hadid, M. Pietikäinen, "Face Description with Local Binary Patterns", 2006.
 */

/** Side of the face that is described, in pixels. */
export const FACE_SIDE = 64;
/** Cells of the grid in a row and in a column. */
export const GRID = 8;
/** Patterns of at most two changes round the circle, and one for all others. */
export const PATTERNS = 59;

const CELL_SIDE = FACE_SIDE / GRID;

/** Row and column of each neighbour, clockwise from the upper left. */
const NEIGHBOURS = [
  [-1, -1],
  [-1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
  [1, 0],
  [1, -1],
  [0, -1],
] as const;

function changesRound(code: number): number {
  const turned = (code >> 1) | ((code & 1) << 7);
  return [...(code ^ turned).toString(2)].filter((digit) => digit === '1').length;
}

/** For each of the 256 patterns its number among the uniform ones, or the last. */
function numberPatterns(): Uint8Array {
  const uniform = Array.from({ length: 256 }, (_, code) => code).filter((code) => changesRound(code) <= 2);
  const numbers = new Uint8Array(256).fill(PATTERNS - 1);
  for (const [number, code] of uniform.entries()) numbers[code] = number;
  return numbers;
}

const NUMBERS = numberPatterns();

/** Beyond the edge the last pixel goes on. */
function within(value: number): number {
  return Math.min(Math.max(value, 0), FACE_SIDE - 1);
}

function codeAt(face: Uint8Array, row: number, column: number): number {
  const centre = face[row * FACE_SIDE + column] ?? 0;
  let code = 0;
  for (const [bit, [down, across]] of NEIGHBOURS.entries()) {
    const neighbour = face[within(row + down) * FACE_SIDE + within(column + across)] ?? 0;
    if (neighbour >= centre) code |= 1 << bit;
  }
  return code;
}

/**
 * Describes a face.
 *
 * @param face `FACE_SIDE * FACE_SIDE` whole greys of 0 to 255, row by row
 * @returns `GRID * GRID * PATTERNS` square roots of shares, 0 to 1: each cell's shares of patterns, cells row by row
 */
export function localBinaryPatterns(face: Uint8Array): Float32Array {
  const counts = new Float32Array(GRID * GRID * PATTERNS);
  for (let row = 0; row < FACE_SIDE; row++)
    for (let column = 0; column < FACE_SIDE; column++) {
      const cell = Math.floor(row / CELL_SIDE) * GRID + Math.floor(column / CELL_SIDE);
      const bin = cell * PATTERNS + (NUMBERS[codeAt(face, row, column)] ?? 0);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  return counts.map((count) => Math.sqrt(count / CELL_SIDE ** 2));
}
