/**
 * How kernels that keep their sums in registers share out their work: an invocation computes runs of four pixels, up to four rows of
 * them, for some groups of four channels. What it reads it uses for all of them, and reading is what costs.
 */
import { channelGroups, type DispatchSize, type Kernel, type KernelVariant } from './kernel.ts';

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

/** What a tiled kernel writes. */
export interface TiledOutput {
  readonly batch: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
}

/** Most groups of an invocation: with four rows, their sums alone take 256 registers. */
const MOST_GROUPS = 4;

/** The size of each when `all` are shared out evenly over as few as can be of at most `most`. */
function evenly(all: number, most: number): number {
  return Math.ceil(all / Math.ceil(all / most));
}

/** As few sets of groups as can be: each set reads the input again. */
function usualTile({ outChannels, outHeight }: TiledOutput, mostRows: number): RegisterTile {
  const groups = evenly(channelGroups(outChannels), MOST_GROUPS);
  return { rows: evenly(outHeight, mostRows), groups, threads: THREADS };
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

function dispatchOf(output: TiledOutput, { rows, groups, threads }: RegisterTile): DispatchSize {
  const runs = Math.ceil(output.outWidth / RUN) * Math.ceil(output.outHeight / rows);
  const sets = Math.ceil(channelGroups(output.outChannels) / groups);
  return [Math.ceil((runs * sets) / threads), 1, output.batch];
}

/** How a kernel is run in register tiles: the overrides `ROWS`, `GROUPS` and `THREADS`, and the workgroups that go with them. */
export function inRegisterTiles<Parameters extends TiledOutput>(
  overridesOf: (parameters: Parameters) => Record<string, number>,
  mostRows: (parameters: Parameters) => number,
): Pick<Kernel<Parameters>, 'overrides' | 'dispatch' | 'alternatives'> {
  const variantOf = (p: Parameters, tile: RegisterTile): KernelVariant => ({
    overrides: { ...overridesOf(p), ROWS: tile.rows, GROUPS: tile.groups, THREADS: tile.threads },
    dispatch: dispatchOf(p, tile),
  });
  const usual = (p: Parameters): KernelVariant => variantOf(p, usualTile(p, mostRows(p)));
  return {
    overrides: (p) => usual(p).overrides,
    dispatch: (p) => usual(p).dispatch,
    alternatives(p) {
      const most = { rows: mostRows(p), groups: channelGroups(p.outChannels) };
      const fitting = SMALLER.filter(({ rows, groups }) => rows <= most.rows && groups <= most.groups);
      return fitting
        .filter((tile) => !isSame(tile, usualTile(p, most.rows)))
        .map((tile) => variantOf(p, tile));
    },
  };
}
