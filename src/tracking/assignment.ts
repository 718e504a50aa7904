/** Least-cost assignment of rows to columns (Hungarian method, with potentials: J. Munkres 1957; O(rows² · columns)). */

/** Finds the augmenting path for one more row and returns the new matching of columns to rows. */
function augment(cost: (row: number, column: number) => number, row: number, state: Matching): void {
  const { rowPotential, columnPotential, rowOfColumn, columns } = state;
  const least = new Float64Array(columns + 1).fill(Infinity);
  const previous = new Int32Array(columns + 1);
  const visited = new Uint8Array(columns + 1);
  rowOfColumn[0] = row;
  let column = 0;
  do {
    visited[column] = 1;
    const current = rowOfColumn[column] ?? 0;
    let delta = Infinity;
    let next = 0;
    for (let candidate = 1; candidate <= columns; candidate++) {
      if (visited[candidate] === 1) continue;
      const reduced =
        cost(current - 1, candidate - 1) - (rowPotential[current] ?? 0) - (columnPotential[candidate] ?? 0);
      if (reduced < (least[candidate] ?? 0)) {
        least[candidate] = reduced;
        previous[candidate] = column;
      }
      if ((least[candidate] ?? 0) < delta) {
        delta = least[candidate] ?? 0;
        next = candidate;
      }
    }
    for (let candidate = 0; candidate <= columns; candidate++) {
      if (visited[candidate] === 1) {
        rowPotential[rowOfColumn[candidate] ?? 0]! += delta;
        columnPotential[candidate]! -= delta;
      } else least[candidate]! -= delta;
    }
    column = next;
  } while (rowOfColumn[column] !== 0);
  while (column !== 0) {
    const before = previous[column] ?? 0;
    rowOfColumn[column] = rowOfColumn[before] ?? 0;
    column = before;
  }
}

/** Rows and columns are numbered from 1; column 0 is the start of a path. */
interface Matching {
  readonly columns: number;
  readonly rowPotential: Float64Array;
  readonly columnPotential: Float64Array;
  readonly rowOfColumn: Int32Array;
}

function assignWide(
  rows: number,
  columns: number,
  cost: (row: number, column: number) => number,
): [number, number][] {
  const state: Matching = {
    columns,
    rowPotential: new Float64Array(rows + 1),
    columnPotential: new Float64Array(columns + 1),
    rowOfColumn: new Int32Array(columns + 1),
  };
  for (let row = 1; row <= rows; row++) augment(cost, row, state);
  return Array.from(state.rowOfColumn.subarray(1), (row, column): [number, number] => [
    row - 1,
    column,
  ]).filter(([row]) => row >= 0);
}

/**
 * Pairs rows with columns so that the sum of costs is least, where leaving a row alone costs `aloneCost`.
 * A pair that costs as much or more is never made; `Infinity` forbids one. Costs must not be negative or NaN.
 *
 * @returns pairs `[row, column]`, each row and each column at most once
 */
export function assign(
  rows: number,
  columns: number,
  aloneCost: number,
  cost: (row: number, column: number) => number,
): readonly (readonly [row: number, column: number])[] {
  if (rows === 0 || columns === 0) return [];
  // A pair at this price stands for "left alone". Any choice of real pairs can be filled up with such ones, so none distorts it.
  const priced = (row: number, column: number): number => Math.min(cost(row, column), aloneCost);
  const pairs =
    rows <= columns
      ? assignWide(rows, columns, priced)
      : assignWide(columns, rows, (column, row) => priced(row, column)).map(
          ([column, row]): [number, number] => [row, column],
        );
  return pairs.filter(([row, column]) => cost(row, column) < aloneCost);
}
