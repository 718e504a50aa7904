import type { GradientTarget } from '../../gradient-layers.ts';
import type { Kernel } from '../kernel.ts';
import wgsl from './class-seed.wgsl?raw';

/** Facts of the classes' maps, and which number of theirs is explained. */
export interface ClassSeedParameters {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  /** 1 to 4. */
  readonly classes: number;
  readonly target: GradientTarget;
}

/** What the WGSL takes for the greatest of all classes. */
const GREATEST = 4;

/** Gradient of the target with respect to the classes' maps. Bindings: active items, scores, output, facts of the layer. */
export const classSeed: Kernel<ClassSeedParameters> = {
  name: 'class-seed',
  wgsl,
  bindings: ['read', 'read', 'write', 'uniform'],
  facts: ({ height, width, classes, target }) => ({
    pixels: height * width,
    classes,
    chosen: target.kind === 'class' ? target.index : GREATEST,
  }),
  overrides: () => ({}),
  dispatch: ({ height, width, batch }) => [Math.ceil((height * width) / 64), 1, batch],
};
