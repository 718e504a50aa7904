/** How kernels that keep a tile in workgroup memory share out their work. */

/** Outputs of one workgroup. */
export interface Tile {
  readonly width: number;
  readonly height: number;
}

/** A tile, and the invocations that compute it. */
export interface TileLayout extends Tile {
  readonly threads: number;
}

/** Invocations of a workgroup, unless a layout says otherwise. */
const THREADS = 64;
/** Most that a workgroup of the portable baseline has. */
const MOST_THREADS = 128;

function areaOf({ width, height }: Tile): number {
  return width * height;
}

/**
 * Layouts of one shape, the usual one first; then more invocations, and the other tiles as far as they differ from the usual one.
 *
 * @param others tiles that may serve better on some device
 */
export function tileLayouts(
  usual: Tile,
  others: readonly Tile[],
): readonly [usual: TileLayout, ...alternatives: TileLayout[]] {
  const different = others.filter((tile) => areaOf(tile) !== areaOf(usual));
  return [
    { ...usual, threads: THREADS },
    { ...usual, threads: MOST_THREADS },
    ...different.map((tile) => ({ ...tile, threads: areaOf(tile) > areaOf(usual) ? MOST_THREADS : THREADS })),
  ];
}
