import { channelGroups, type Kernel } from '../kernel.ts';
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

const THREADS = 64;
const TILES = [
  { width: 8, height: 8 },
  { width: 8, height: 4 },
  { width: 4, height: 4 },
  { width: 4, height: 2 },
] as const;
const SMALLEST_TILE = { width: 4, height: 1 } as const;

/**
 * Workgroup memory a tile may take. Every adapter offers 16 KiB, but drivers that clear it element by element take seconds to compile
 * that (SwiftShader: 0.2 s at 1 KiB, 1.5 s at 12 KiB), and small tiles leave room for more workgroups at a time.
 */
const TILE_BYTES = 4_096;

/** Largest tile whose depthwise results keep to `TILE_BYTES`, or the smallest there is. */
function tileFor({ inChannels }: SeparableParameters): { readonly width: number; readonly height: number } {
  const bytesPerPixel = channelGroups(inChannels) * 16;
  return TILES.find(({ width, height }) => width * height * bytesPerPixel <= TILE_BYTES) ?? SMALLEST_TILE;
}

const SKIP_CODE: Record<SkipMode, number> = { none: 0, identity: 1, 'max-pool': 2 };

/**
 * Depthwise 3x3 + pointwise + bias + skip + ReLU as one dispatch.
 * Bindings: active items, input, depthwise, pointwise, bias, skip input, output. At most 1,024 input channels.
 */
export const separable: Kernel<SeparableParameters> = {
  name: 'separable',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'read', 'read', 'write'],
  overrides: (p) => ({
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
    TILE_W: tileFor(p).width,
    TILE_H: tileFor(p).height,
    THREADS,
  }),
  dispatch: (p) => [
    Math.ceil(p.outWidth / tileFor(p).width),
    Math.ceil(p.outHeight / tileFor(p).height),
    p.batch,
  ],
};
