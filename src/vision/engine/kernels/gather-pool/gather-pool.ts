import { poolFacts, type PoolParameters } from '../argmax-pool/argmax-pool.ts';
import type { Kernel } from '../kernel.ts';
import { onePixelEach } from '../one-pixel-each.ts';
import wgsl from './gather-pool.wgsl?raw';

/** The greatest value of each 3x3/2 window, found by its position, plus a residual. Bindings: active items, input, argmax, residual, output, facts of the layer. */
export const gatherPool: Kernel<PoolParameters> = {
  name: 'gather-pool',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'write', 'uniform'],
  facts: poolFacts,
  ...onePixelEach((p) => ({ batch: p.batch, height: p.outHeight, width: p.outWidth, channels: p.channels })),
};
