import type { Calibration, DetectorRange, Tier } from './face.ts';

/** How a frame reached the GPU, best first. */
export type FramePath = 'external-texture' | 'copy' | 'image-bitmap';

/** Parts of a frame's work on the GPU, in their order. */
export type Stage = 'import' | 'letterbox' | 'detector' | 'suppression' | 'crop' | 'classifier';

/** GPU time of one stage, milliseconds a frame. */
export interface StageTime {
  readonly stage: Stage;
  readonly gpuMs: number;
}

/** What the vision engine is, once it runs. */
export interface EngineReport {
  readonly tier: Tier;
  /** Vendor, architecture and description of the adapter, in words. */
  readonly adapter: string;
  /** Whether the adapter is a CPU in disguise. */
  readonly softwareAdapter: boolean;
  /** Name and version of the classifier, as `mini-xception@1.0.0`. */
  readonly model: string;
  readonly calibration: Calibration;
  readonly range: DetectorRange;
}
