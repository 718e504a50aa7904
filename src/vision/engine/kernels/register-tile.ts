/**
 * How kernels that keep their sums in registers share out their work: an invocation computes runs of four pixels, up to four rows of
 * them, for some groups of four channels. What it reads it uses for all of them, and reading is what costs.
 */
import {
  channelGroups,
  type DispatchSize,
  type Kernel,
  type KernelCode,
  type KernelVariant,
} from './kernel.ts';
import wgsl from './register-tile.wgsl?raw';

/** The part of the WGSL that tiled kernels have in common; all but `grey-stem`, whose tile is its own. */
export const registerTile: string = wgsl;

/** Outputs of one invocation, and invocations of a workgroup. */
interface RegisterTile {
  /** 1 to 4. */
  readonly rows: number;
  /** 1 to 4. */
  readonly groups: number;
  readonly threads: number;
}

/** Pixels in a row that an invocation computes: the columns of one `mat4x4f`. */
const RUN = 4;
/** Invocations of a workgroup, unless a tile says otherwise. */
const THREADS = 16;
/** Fewer in a workgroup leave lanes of any processor empty. */
const LEAST_THREADS = 4;
/** Invocations that can hand values to one another (`quadSwapX` and its like). */
const QUAD = 4;
/** Invocations of a workgroup of quads; `areQuadsInOrder` looks at as many. */
const QUAD_THREADS = 64;

/** What a tiled kernel writes. */
export interface TiledOutput {
  readonly batch: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
}

/** A layer of a tiled kernel: its overrides that are none of the tile's, and how many rows an invocation can compute at most. */
interface TiledLayer {
  readonly output: TiledOutput;
  readonly overrides: Record<string, number>;
  readonly mostRows: number;
  /** Rows of a tile are a multiple of it. */
  readonly rowStep: number;
}

/** Most groups of an invocation: with four rows, their sums alone take 256 registers. */
const MOST_GROUPS = 4;

/** The size of each when `all` are shared out evenly over as few as can be of at most `most`. */
function evenly(all: number, most: number): number {
  return Math.ceil(all / Math.ceil(all / most));
}

function usualRows({ output, mostRows, rowStep }: TiledLayer): number {
  return evenly(output.outHeight / rowStep, mostRows / rowStep) * rowStep;
}

/**
 * As few sets of groups as can be: each set reads the input again. Where the second workgroup would be empty or nearly so, smaller ones
 * share the work, and where there would be less of it than lanes, an invocation computes one row.
 */
function usualTile(layer: TiledLayer): RegisterTile {
  const groups = evenly(channelGroups(layer.output.outChannels), MOST_GROUPS);
  const many = { rows: usualRows(layer), groups };
  const tile = invocationsOf(layer.output, many) < LEAST_THREADS ? { rows: layer.rowStep, groups } : many;
  const invocations = invocationsOf(layer.output, tile);
  const half = Math.min(2 ** Math.floor(Math.log2(invocations / 2)), THREADS / 2);
  return { ...tile, threads: invocations < 1.5 * THREADS && half >= LEAST_THREADS ? half : THREADS };
}

/** Less work for each of more invocations, for devices with many cores and few pixels to give them. */
const SMALLER: readonly RegisterTile[] = [
  { rows: 2, groups: 4, threads: 32 },
  { rows: 1, groups: 4, threads: 64 },
  { rows: 2, groups: 2, threads: 64 },
  { rows: 1, groups: 2, threads: 64 },
  { rows: 1, groups: 1, threads: 64 },
  { rows: 1, groups: 1, threads: 32 },
];

function isSame(one: RegisterTile, other: RegisterTile): boolean {
  return one.rows === other.rows && one.groups === other.groups && one.threads === other.threads;
}

/** Of one item. @param lanes invocations that have the same pixels and a tile's groups each */
function invocationsOf(
  output: TiledOutput,
  { rows, groups }: Omit<RegisterTile, 'threads'>,
  lanes = 1,
): number {
  const runs = Math.ceil(output.outWidth / RUN) * Math.ceil(output.outHeight / rows);
  const sets = Math.ceil(channelGroups(output.outChannels) / (groups * lanes));
  return runs * sets * lanes;
}

function dispatchOf(output: TiledOutput, tile: RegisterTile, lanes = 1): DispatchSize {
  return [Math.ceil(invocationsOf(output, tile, lanes) / tile.threads), 1, output.batch];
}

function variantOf({ output, overrides }: TiledLayer, tile: RegisterTile, lanes = 1): KernelVariant {
  return {
    overrides: { ...overrides, ROWS: tile.rows, GROUPS: tile.groups, THREADS: tile.threads },
    dispatch: dispatchOf(output, tile, lanes),
  };
}

function usualVariant(layer: TiledLayer): KernelVariant {
  return variantOf(layer, usualTile(layer));
}

/** What not every tiled kernel has. */
interface TileOptions {
  /** The same kernel with the pixels of a quad in common. */
  readonly inQuads?: KernelCode;
  /** What the rows of an invocation must be a multiple of, as the height is; 1 when it is not said. */
  readonly rowStep?: number;
}

/**
 * How a kernel is run in register tiles: the overrides `ROWS`, `GROUPS` and `THREADS`, and the workgroups that go with them.
 *
 * @param overridesOf the kernel's other overrides
 * @param mostRows how many rows an invocation can compute, 1 to 4
 */
export function inRegisterTiles<Parameters extends TiledOutput>(
  overridesOf: (parameters: Parameters) => Record<string, number>,
  mostRows: (parameters: Parameters) => number,
  { inQuads, rowStep = 1 }: TileOptions = {},
): Pick<Kernel<Parameters>, 'overrides' | 'dispatch' | 'alternatives'> {
  const layerOf = (p: Parameters): TiledLayer => ({
    output: p,
    overrides: overridesOf(p),
    mostRows: mostRows(p),
    rowStep,
  });
  return {
    overrides: (p) => usualVariant(layerOf(p)).overrides,
    dispatch: (p) => usualVariant(layerOf(p)).dispatch,
    alternatives(p) {
      const layer = layerOf(p);
      const most = { rows: Math.min(layer.mostRows, p.outHeight), groups: channelGroups(p.outChannels) };
      const fitting = SMALLER.filter(
        ({ rows, groups }) => rows <= most.rows && rows % rowStep === 0 && groups <= most.groups,
      );
      return [
        ...fitting.filter((tile) => !isSame(tile, usualTile(layer))).map((tile) => variantOf(layer, tile)),
        ...(inQuads === undefined ? [] : quadVariants(layer, inQuads)),
      ];
    },
  };
}

/** Ways to run code in which the four of a quad have the same pixels; none for too few channels to give each of them some. */
function quadVariants(layer: TiledLayer, kernel: KernelCode): KernelVariant[] {
  const groupsPerLane = Math.ceil(channelGroups(layer.output.outChannels) / QUAD);
  if (channelGroups(layer.output.outChannels) < QUAD) return [];
  const most = usualRows(layer);
  const rows = [most, 2, 1].filter((count) => count <= most && count % layer.rowStep === 0);
  return [...new Set(rows)].map((count) => {
    const tile = { rows: count, groups: evenly(groupsPerLane, MOST_GROUPS), threads: QUAD_THREADS };
    return { ...variantOf(layer, tile, QUAD), kernel, needsQuads: true };
  });
}
