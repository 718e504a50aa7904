import { channelGroups, type Kernel, type KernelVariant } from '../kernel.ts';
import { inWeightFormats } from '../weights/weights.ts';
import wgsl from './separable-pool.wgsl?raw';

/** Facts of one module's end; `inChannels` are the main branch's, `residualChannels` those of the module's input. */
export interface SeparablePoolParameters {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly residualChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  /** Of the max-pool. */
  readonly padTop: number;
  readonly padLeft: number;
}

/** Outputs of one workgroup. */
interface PoolTile {
  readonly width: number;
  readonly height: number;
}

/** Runs of four pixels and rows that hold what a tile pools, without what always lies outside. */
interface Patch {
  readonly runs: number;
  readonly rows: number;
}

function patchOf(p: SeparablePoolParameters, { width, height }: PoolTile): Patch {
  return {
    runs: Math.ceil(Math.min(2 * width + 1, p.inWidth + p.padLeft) / 4),
    rows: Math.min(2 * height + 1, p.inHeight + p.padTop),
  };
}

const TILES: readonly PoolTile[] = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((width) =>
  [1, 2, 3, 4].map((height) => ({ width, height })),
);

/**
 * Most runs of a patch. With four groups they take 5 KiB of workgroup memory: every adapter has more, but drivers that clear it element by
 * element need long to compile that, and small patches leave more workgroups to share out.
 */
const MOST_RUNS = 20;
/** Channel groups of an invocation. */
const GROUPS = 4;

/** Workgroups across and down. */
function gridOf(p: SeparablePoolParameters, { width, height }: PoolTile): readonly [number, number] {
  return [Math.ceil(p.outWidth / width), Math.ceil(p.outHeight / height)];
}

/** The tile with which the fewest runs are computed, since the pixels where patches overlap are computed more than once. */
function tileOf(p: SeparablePoolParameters): PoolTile {
  const runsOf = (tile: PoolTile): number => {
    const { runs, rows } = patchOf(p, tile);
    const [across, down] = gridOf(p, tile);
    return runs * rows > MOST_RUNS ? Infinity : runs * rows * across * down;
  };
  return TILES.reduce((best, tile) => (runsOf(tile) < runsOf(best) ? tile : best));
}

function variantOf(p: SeparablePoolParameters, mostGroups: number, threads: number): KernelVariant {
  const [across, down] = gridOf(p, tileOf(p));
  const outGroups = channelGroups(p.outChannels);
  const groups = Math.min(mostGroups, outGroups);
  return {
    overrides: { MOST_RUNS, GROUPS: groups, THREADS: threads },
    dispatch: [across * Math.ceil(outGroups / groups), down, p.batch],
  };
}

function factsOf(p: SeparablePoolParameters): Record<string, number> {
  const tile = tileOf(p);
  const { runs, rows } = patchOf(p, tile);
  return {
    inHeight: p.inHeight,
    inWidth: p.inWidth,
    inGroups: channelGroups(p.inChannels),
    outHeight: p.outHeight,
    outWidth: p.outWidth,
    outGroups: channelGroups(p.outChannels),
    residualGroups: channelGroups(p.residualChannels),
    padTop: p.padTop,
    padLeft: p.padLeft,
    tileWidth: tile.width,
    tileHeight: tile.height,
    runs,
    rows,
  };
}

/**
 * Depthwise 3x3 + pointwise + 3x3/2 max-pool + 1x1/2 residual + add as one dispatch.
 * Bindings: active items, input, depthwise, pointwise, bias, residual, residual weights, output, facts of the layer.
 */
export const separablePool: Kernel<SeparablePoolParameters> = {
  ...inWeightFormats({
    name: 'separable-pool',
    wgsl,
    bindings: ['read', 'read', 'read', 'weights', 'read', 'read', 'weights', 'write', 'uniform'],
  }),
  facts: factsOf,
  overrides: (p) => variantOf(p, GROUPS, MOST_RUNS).overrides,
  dispatch: (p) => variantOf(p, GROUPS, MOST_RUNS).dispatch,
  // Fewer channels of more workgroups, or more invocations for what follows the pool.
  alternatives: (p) => [
    variantOf(p, 1, MOST_RUNS),
    variantOf(p, 2, MOST_RUNS),
    variantOf(p, 2, 32),
    variantOf(p, GROUPS, 64),
  ],
};
