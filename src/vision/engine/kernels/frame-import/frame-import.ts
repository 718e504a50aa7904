import type { Kernel } from '../kernel.ts';
import wgsl from './frame-import.wgsl?raw';

/** Size of the frame in pixels. */
export interface FrameImportParameters {
  readonly width: number;
  readonly height: number;
}

/** External texture to `rgba8unorm`. Bindings: external texture, frame texture. */
export const frameImport: Kernel<FrameImportParameters> = {
  name: 'frame-import',
  wgsl,
  bindings: ['external-texture', 'storage-texture'],
  overrides: () => ({}),
  dispatch: ({ width, height }) => [Math.ceil(width / 8), Math.ceil(height / 8), 1],
};
