import { channelGroups, type Kernel } from '../kernel.ts';
import { onePixelEach } from '../one-pixel-each.ts';
import wgsl from './argmax-pool.wgsl?raw';

/** Sizes around a 3x3/2 maximum; `in` is what is pooled, whichever way the layer goes. */
export interface PoolParameters {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly channels: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** Members of the `Layer` of every kernel of a 3x3/2 maximum. */
export function poolFacts(p: PoolParameters): Record<string, number> {
  const { inHeight, inWidth, outHeight, outWidth, padTop, padLeft } = p;
  return { inHeight, inWidth, outHeight, outWidth, groups: channelGroups(p.channels), padTop, padLeft };
}

/** Position of the greatest value in each 3x3/2 window. Bindings: active items, input, output, facts of the layer. */
export const argmaxPool: Kernel<PoolParameters> = {
  name: 'argmax-pool',
  wgsl,
  bindings: ['read', 'read', 'write', 'uniform'],
  facts: (p) => ({ ...poolFacts(p), channels: p.channels }),
  ...onePixelEach((p) => ({ batch: p.batch, height: p.outHeight, width: p.outWidth, channels: p.channels })),
};
