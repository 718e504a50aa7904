import type { Kernel } from '../kernel.ts';
import wgsl from './letterbox.wgsl?raw';

/** Side of the detector's square input in model pixels, and how many views there may be. */
export interface LetterboxParameters {
  readonly size: number;
  readonly maxViews: number;
}

/** Frame texture to the detector's input. Bindings: frame texture, views, output. */
export const letterbox: Kernel<LetterboxParameters> = {
  name: 'letterbox',
  wgsl,
  bindings: ['texture', 'read', 'write'],
  overrides: ({ size }) => ({ SIZE: size }),
  dispatch: ({ size, maxViews }) => [Math.ceil(size / 8), Math.ceil(size / 8), maxViews],
};
