import { averagePoolFacts, type AveragePoolParameters } from '../average-pool/average-pool.ts';
import type { Kernel } from '../kernel.ts';
import { onePixelEach } from '../one-pixel-each.ts';
import wgsl from './average-unpool.wgsl?raw';

/** Facts of a 2x2 mean and of the ReLU before it, on the way back. */
export interface AverageUnpoolParameters extends AveragePoolParameters {
  readonly guided: boolean;
}

/**
 * Gradient of a 2x2 mean, and on through the ReLU before it, plain or guided. Bindings: active items, gradient, activation, output, facts
 * of the layer.
 */
export const averageUnpool: Kernel<AverageUnpoolParameters> = {
  name: 'average-unpool',
  wgsl,
  bindings: ['read', 'read', 'read', 'write', 'uniform'],
  facts: (p) => ({ ...averagePoolFacts(p), guided: Number(p.guided) }),
  ...onePixelEach((p) => ({
    batch: p.batch,
    height: 2 * p.outHeight,
    width: 2 * p.outWidth,
    channels: p.channels,
  })),
};
