import type { Kernel } from '../kernel.ts';
import wgsl from './crop.wgsl?raw';

/** Facts of the crops: side in model pixels, grey or colour, and how many faces there may be. */
export interface CropParameters {
  readonly size: number;
  readonly grey: boolean;
  readonly maxFaces: number;
}

/** Frame texture and faces to the classifier's input. Bindings: frame texture, faces, output. */
export const crop: Kernel<CropParameters> = {
  name: 'crop',
  wgsl,
  bindings: ['texture', 'read', 'write'],
  overrides: ({ size, grey }) => ({ SIZE: size, GREY: Number(grey) }),
  dispatch: ({ size, maxFaces }) => [Math.ceil(size / 8), Math.ceil(size / 8), maxFaces],
};
