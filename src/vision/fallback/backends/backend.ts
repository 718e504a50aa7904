/** What every backend's file gives: it is loaded only when its rung is tried. */
import type { Tier } from '../../../domain/face.ts';

/** A backend of TensorFlow.js that is open. */
export interface TensorflowBackend {
  /** TensorFlow.js's own name of it, which is ours of the tier. */
  readonly tier: Exclude<Tier, 'wgsl'>;
  /** What computes, in words. */
  readonly adapter: string;
  /** Whether a graphics adapter is a CPU in disguise. */
  readonly software: boolean;
  /** Whether shaders are compiled for each batch size, so that few sizes are better than exact ones. */
  readonly compilesForBatch: boolean;
  /** Resolves with a sentence when the backend can compute no more; never, where that cannot happen, or after `dispose`. */
  readonly lost: Promise<string>;
  readonly dispose: () => void;
}
