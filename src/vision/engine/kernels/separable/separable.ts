import { channelGroups, type Kernel, type KernelVariant } from '../kernel.ts';
import { tileLayouts, type Tile, type TileLayout } from '../tile-layout.ts';
import wgsl from './separable.wgsl?raw';

/** What is added before the activation: nothing, a tensor of the output's size, or the 2x2 maximum of one twice that size. */
export type SkipMode = 'none' | 'identity' | 'max-pool';

/** Facts of one fused depthwise-separable convolution (3x3 depthwise, then 1x1). */
export interface SeparableParameters {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly stride: number;
  /** Rows above and columns left of the input that count as zero. */
  readonly pad: number;
  readonly skip: SkipMode;
  readonly skipChannels: number;
  readonly relu: boolean;
}

const TILES = [
  { width: 8, height: 8 },
  { width: 8, height: 4 },
  { width: 4, height: 4 },
  { width: 4, height: 2 },
  { width: 4, height: 1 },
] as const;

/**
 * Workgroup memory a tile may take. Every adapter offers 16 KiB, but drivers that clear it element by element take seconds to compile
 * that (SwiftShader: 0.2 s at 1 KiB, 1.5 s at 12 KiB), and small tiles leave room for more workgroups at a time.
 */
const TILE_BYTES = 4_096;
const MOST_TILE_BYTES = 16_384;

/** Largest tile whose depthwise results keep to `bytes`, or the smallest there is. */
function tileWithin(bytes: number, { inChannels }: SeparableParameters): Tile {
  const bytesPerPixel = channelGroups(inChannels) * 16;
  return TILES.find(({ width, height }) => width * height * bytesPerPixel <= bytes) ?? TILES[4];
}

/** The usual layout, and those with a tile of four times and of a quarter of its memory. */
function layoutsOf(p: SeparableParameters): ReturnType<typeof tileLayouts> {
  return tileLayouts(tileWithin(TILE_BYTES, p), [
    tileWithin(MOST_TILE_BYTES, p),
    tileWithin(TILE_BYTES / 4, p),
  ]);
}

const SKIP_CODE: Record<SkipMode, number> = { none: 0, identity: 1, 'max-pool': 2 };

function variantOf(p: SeparableParameters, { width, height, threads }: TileLayout): KernelVariant {
  return {
    overrides: {
      IN_H: p.inHeight,
      IN_W: p.inWidth,
      IN_GROUPS: channelGroups(p.inChannels),
      OUT_H: p.outHeight,
      OUT_W: p.outWidth,
      OUT_GROUPS: channelGroups(p.outChannels),
      STRIDE: p.stride,
      PAD: p.pad,
      SKIP: SKIP_CODE[p.skip],
      SKIP_GROUPS: channelGroups(p.skipChannels),
      RELU: Number(p.relu),
      TILE_W: width,
      TILE_H: height,
      THREADS: threads,
    },
    dispatch: [Math.ceil(p.outWidth / width), Math.ceil(p.outHeight / height), p.batch],
  };
}

/**
 * Depthwise 3x3 + pointwise + bias + skip + ReLU as one dispatch.
 * Bindings: active items, input, depthwise, pointwise, bias, skip input, output. At most 1,024 input channels.
 */
export const separable: Kernel<SeparableParameters> = {
  name: 'separable',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'read', 'read', 'write'],
  overrides: (p) => variantOf(p, layoutsOf(p)[0]).overrides,
  dispatch: (p) => variantOf(p, layoutsOf(p)[0]).dispatch,
  alternatives: (p) =>
    layoutsOf(p)
      .slice(1)
      .map((layout) => variantOf(p, layout)),
};
