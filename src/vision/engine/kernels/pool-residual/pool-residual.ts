import { channelGroups, type Kernel } from '../kernel.ts';
import wgsl from './pool-residual.wgsl?raw';

/** Facts of one module's end; `inChannels` are the residual's, `outChannels` the main branch's. */
export interface PoolResidualParameters {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** 3x3/2 max-pool + 1x1/2 residual + add. Bindings: active items, main, residual, weights, bias, output. */
export const poolResidual: Kernel<PoolResidualParameters> = {
  name: 'pool-residual',
  wgsl,
  bindings: ['read', 'read', 'read', 'read', 'read', 'write'],
  overrides: (p) => ({
    IN_H: p.inHeight,
    IN_W: p.inWidth,
    IN_GROUPS: channelGroups(p.inChannels),
    OUT_H: p.outHeight,
    OUT_W: p.outWidth,
    OUT_GROUPS: channelGroups(p.outChannels),
    PAD_TOP: p.padTop,
    PAD_LEFT: p.padLeft,
  }),
  dispatch: (p) => [Math.ceil((p.outHeight * p.outWidth * channelGroups(p.outChannels)) / 64), 1, p.batch],
};
