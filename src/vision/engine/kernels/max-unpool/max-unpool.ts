import { poolFacts, type PoolParameters } from '../argmax-pool/argmax-pool.ts';
import type { Kernel } from '../kernel.ts';
import { onePixelEach } from '../one-pixel-each.ts';
import wgsl from './max-unpool.wgsl?raw';

/** Gradient of a 3x3/2 maximum, from its outputs to its inputs. Bindings: active items, gradient, argmax, output, facts of the layer. */
export const maxUnpool: Kernel<PoolParameters> = {
  name: 'max-unpool',
  wgsl,
  bindings: ['read', 'read', 'read', 'write', 'uniform'],
  facts: poolFacts,
  ...onePixelEach((p) => ({ batch: p.batch, height: p.inHeight, width: p.inWidth, channels: p.channels })),
};
