import type { Kernel } from '../kernel.ts';
import wgsl from './halve-weights.wgsl?raw';

/** How much there is to halve. */
export interface HalveWeightsParameters {
  /** Columns of four numbers. */
  readonly columns: number;
}

/** f32 to f16, for code of a `HalfFormat`. Bindings: weights, halves. */
export const halveWeights: Kernel<HalveWeightsParameters> = {
  name: 'halve-weights',
  wgsl,
  bindings: ['read', 'write'],
  overrides: () => ({}),
  dispatch: ({ columns }) => [Math.ceil(columns / 64), 1, 1],
};
