import { channelGroups, type Kernel, type KernelVariant } from '../kernel.ts';
import { tileLayouts, type Tile, type TileLayout } from '../tile-layout.ts';
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

/** Output groups whose values before the pool are kept at a time. */
const CHUNK = 8;
const TILES = [
  { width: 4, height: 4 },
  { width: 4, height: 2 },
  { width: 2, height: 2 },
  { width: 2, height: 1 },
  { width: 1, height: 1 },
] as const;
/** Every adapter offers 16 KiB; less leaves room for more workgroups at a time, and compiles faster where drivers clear it. */
const TILE_BYTES = 12_288;

function patchPixels({ width, height }: Tile): number {
  return Math.ceil(((2 * width + 1) * (2 * height + 1)) / 4) * 4;
}

/** Largest tile whose patch keeps to `bytes`, or the smallest there is. */
function tileWithin(bytes: number, p: SeparablePoolParameters): Tile {
  const bytesPerPixel = 16 * (channelGroups(p.inChannels) + chunkOf(p));
  return TILES.find((tile) => patchPixels(tile) * bytesPerPixel <= bytes) ?? TILES[4];
}

function chunkOf({ outChannels }: SeparablePoolParameters): number {
  return Math.min(CHUNK, channelGroups(outChannels));
}

/** The usual layout, and that with a tile of half its memory. */
function layoutsOf(p: SeparablePoolParameters): ReturnType<typeof tileLayouts> {
  return tileLayouts(tileWithin(TILE_BYTES, p), [tileWithin(TILE_BYTES / 2, p)]);
}

function variantOf(p: SeparablePoolParameters, { width, height, threads }: TileLayout): KernelVariant {
  return {
    overrides: {
      IN_H: p.inHeight,
      IN_W: p.inWidth,
      IN_GROUPS: channelGroups(p.inChannels),
      OUT_H: p.outHeight,
      OUT_W: p.outWidth,
      OUT_GROUPS: channelGroups(p.outChannels),
      RESIDUAL_GROUPS: channelGroups(p.residualChannels),
      PAD_TOP: p.padTop,
      PAD_LEFT: p.padLeft,
      TILE_W: width,
      TILE_H: height,
      CHUNK: chunkOf(p),
      THREADS: threads,
    },
    dispatch: [Math.ceil(p.outWidth / width), Math.ceil(p.outHeight / height), p.batch],
  };
}

/**
 * Depthwise 3x3 + pointwise + 3x3/2 max-pool + 1x1/2 residual + add as one dispatch.
 * Bindings: active items, input, depthwise, pointwise, bias, residual, residual weights, output. At most 256 input channels.
 */
export const separablePool: Kernel<SeparablePoolParameters> = {
  name: 'separable-pool',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'read', 'read', 'read', 'write'],
  overrides: (p) => variantOf(p, layoutsOf(p)[0]).overrides,
  dispatch: (p) => variantOf(p, layoutsOf(p)[0]).dispatch,
  alternatives: (p) =>
    layoutsOf(p)
      .slice(1)
      .map((layout) => variantOf(p, layout)),
};
