import type { Size } from '../../../../domain/geometry.ts';
import type { Kernel } from '../kernel.ts';
import wgsl from './letterbox.wgsl?raw';

/** Side of the detector's square input in model pixels. */
export interface LetterboxParameters {
  readonly size: number;
}

/** Where the frame lies in the square: `model = frame / scale + offset`. */
export interface LetterboxTransform {
  /** Frame pixels a model pixel; above 0. */
  readonly scale: number;
  /** Model pixels of margin at the left and at the top. */
  readonly offsetX: number;
  readonly offsetY: number;
}

/** The frame fitted whole and centred into a square of `modelSize` model pixels. */
export function letterboxTransform(frame: Size, modelSize: number): LetterboxTransform {
  const scale = Math.max(frame.width, frame.height) / modelSize;
  return {
    scale,
    offsetX: (modelSize - frame.width / scale) / 2,
    offsetY: (modelSize - frame.height / scale) / 2,
  };
}

/** Frame texture to the detector's input. Bindings: frame texture, output. */
export const letterbox: Kernel<LetterboxParameters> = {
  name: 'letterbox',
  wgsl,
  bindings: ['texture', 'write'],
  overrides: ({ size }) => ({ SIZE: size }),
  dispatch: ({ size }) => [Math.ceil(size / 8), Math.ceil(size / 8), 1],
};
