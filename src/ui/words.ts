/** The screen's words for things of the domain. What people look like is never called what they are. */
import type { CoverageReason } from '../domain/bucket.ts';
import type { FramePath } from '../domain/engine.ts';
import type { Appearance, Tier } from '../domain/face.ts';
import type { SourceKind } from '../domain/source.ts';

/** The appearances, in the order in which they are always shown. */
export const APPEARANCES: readonly Appearance[] = ['woman', 'man', 'undetermined'];

/** Of one person. */
export const APPEARANCE_OF_ONE: Record<Appearance, string> = {
  woman: 'looks like a woman',
  man: 'looks like a man',
  undetermined: 'can’t tell',
};

/** Of many people. */
export const APPEARANCE_OF_MANY: Record<Appearance, string> = {
  woman: 'Look like women',
  man: 'Look like men',
  undetermined: 'Can’t tell',
};

/** Why time was not measured. */
export const COVERAGE_REASONS: Record<CoverageReason, string> = {
  camera: 'no picture',
  gpu: 'engine not running',
  paused: 'paused',
  off: 'switched off',
  restart: 'restarting',
  clock: 'clock changed',
};

/** Kinds of source. */
export const SOURCE_KINDS: Record<SourceKind, string> = {
  camera: 'Camera',
  demo: 'Demo',
  file: 'Recorded video',
};

/** What computes. */
export const TIER_WORDS: Record<Tier, string> = {
  wgsl: 'own WebGPU kernels (WGSL)',
  webgpu: 'TensorFlow.js on WebGPU',
  wasm: 'TensorFlow.js on the processor (WebAssembly)',
  webgl: 'TensorFlow.js on WebGL',
  cpu: 'TensorFlow.js on the processor (JavaScript)',
};

/** Ways of a frame to the networks. */
export const FRAME_PATHS: Record<FramePath, string> = {
  'external-texture': 'directly (external texture)',
  copy: 'by a copy on the GPU',
  'image-bitmap': 'by way of an image bitmap (slow)',
  pixels: 'as pixels, on the processor',
};

/** What stands where a value would be. */
export const NOT_KNOWN = 'not known';
