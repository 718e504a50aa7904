import { channelGroups, type Kernel } from '../kernel.ts';
import wgsl from './lateral.wgsl?raw';

/** Facts of one pyramid step; height and width are those of the finer map, and even. */
export interface LateralParameters {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

/** ReLU of a 1x1 convolution + the coarser map enlarged twice. Bindings: active items, input, coarse, weights, bias, output. */
export const lateral: Kernel<LateralParameters> = {
  name: 'lateral',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'read', 'write'],
  overrides: (p) => ({
    H: p.height,
    W: p.width,
    IN_GROUPS: channelGroups(p.inChannels),
    OUT_GROUPS: channelGroups(p.outChannels),
  }),
  dispatch: (p) => [Math.ceil((p.height * p.width * channelGroups(p.outChannels)) / 64), 1, p.batch],
};
