import { channelGroups, type Kernel } from '../kernel.ts';
import wgsl from './average.wgsl?raw';

/** Facts of one global average. */
export interface AverageParameters {
  readonly batch: number;
  readonly pixels: number;
  readonly channels: number;
}

/** Mean over all pixels of each channel. Bindings: active items, input, output. */
export const average: Kernel<AverageParameters> = {
  name: 'average',
  wgsl,
  bindings: ['read', 'read', 'write'],
  overrides: (p) => ({ PIXELS: p.pixels, GROUPS: channelGroups(p.channels) }),
  dispatch: (p) => [Math.ceil(channelGroups(p.channels) / 64), 1, p.batch],
};
