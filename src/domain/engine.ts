import type { Calibration, DetectorRange, Tier } from './face.ts';

/** How a frame reached the networks: on the GPU, best first; `pixels`, on the processor. */
export type FramePath = 'external-texture' | 'copy' | 'image-bitmap' | 'pixels';

/** Parts of a frame's work on the GPU, in their order. */
export type Stage =
  'import' | 'letterbox' | 'detector' | 'suppression' | 'crop' | 'classifier' | 'explanation';

/** GPU time of one stage, milliseconds a frame. */
export interface StageTime {
  readonly stage: Stage;
  readonly gpuMs: number;
}

/** A tier that does not count, and why, in one sentence. */
export interface PassedOver {
  readonly tier: Tier;
  readonly reason: string;
}

/** What the vision engine is, once it runs. */
export interface EngineReport {
  readonly tier: Tier;
  /** The tiers that were tried before this one was taken, in the order of the trials. */
  readonly passedOver: readonly PassedOver[];
  /** What computes, in words: vendor, architecture and description of a graphics adapter, or how the processor is used. */
  readonly adapter: string;
  /** Whether the adapter is a CPU in disguise. */
  readonly softwareAdapter: boolean;
  /** Name and version of the classifier, as `mini-xception@1.0.0`. */
  readonly model: string;
  readonly calibration: Calibration;
  readonly range: DetectorRange;
}
