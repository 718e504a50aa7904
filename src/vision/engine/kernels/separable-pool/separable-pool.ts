import { channelGroups, type Kernel } from '../kernel.ts';
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

const THREADS = 64;
/** Output groups whose values before the pool are kept at a time. */
const CHUNK = 8;
const TILES = [
  { width: 4, height: 4 },
  { width: 4, height: 2 },
  { width: 2, height: 2 },
  { width: 2, height: 1 },
] as const;
const SMALLEST_TILE = { width: 1, height: 1 } as const;
/** Every adapter offers 16 KiB; less leaves room for more workgroups at a time, and compiles faster where drivers clear it. */
const TILE_BYTES = 12_288;

function patchPixels({ width, height }: { readonly width: number; readonly height: number }): number {
  return Math.ceil(((2 * width + 1) * (2 * height + 1)) / 4) * 4;
}

/** Largest tile whose patch keeps to `TILE_BYTES`, or the smallest there is. */
function tileFor({ inChannels, outChannels }: SeparablePoolParameters): {
  readonly width: number;
  readonly height: number;
} {
  const bytesPerPixel = 16 * (channelGroups(inChannels) + Math.min(CHUNK, channelGroups(outChannels)));
  return TILES.find((tile) => patchPixels(tile) * bytesPerPixel <= TILE_BYTES) ?? SMALLEST_TILE;
}

/**
 * Depthwise 3x3 + pointwise + 3x3/2 max-pool + 1x1/2 residual + add as one dispatch.
 * Bindings: active items, input, depthwise, pointwise, bias, residual, residual weights, output. At most 256 input channels.
 */
export const separablePool: Kernel<SeparablePoolParameters> = {
  name: 'separable-pool',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'read', 'read', 'read', 'write'],
  overrides: (p) => ({
    IN_H: p.inHeight,
    IN_W: p.inWidth,
    IN_GROUPS: channelGroups(p.inChannels),
    OUT_H: p.outHeight,
    OUT_W: p.outWidth,
    OUT_GROUPS: channelGroups(p.outChannels),
    RESIDUAL_GROUPS: channelGroups(p.residualChannels),
    PAD_TOP: p.padTop,
    PAD_LEFT: p.padLeft,
    TILE_W: tileFor(p).width,
    TILE_H: tileFor(p).height,
    CHUNK: Math.min(CHUNK, channelGroups(p.outChannels)),
    THREADS,
  }),
  dispatch: (p) => [
    Math.ceil(p.outWidth / tileFor(p).width),
    Math.ceil(p.outHeight / tileFor(p).height),
    p.batch,
  ],
};
