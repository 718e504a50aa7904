/** Compute passes of one frame: plans ask for the pass to record a step into, and do not care whether it is shared. */
import type { Stage } from '../../domain/engine.ts';

/** The pass for a step of this label. */
export type PassFor = (label: string) => GPUComputePassEncoder;

/** The passes of one command encoder. */
export interface Passes {
  /** Passes for the steps of one stage. */
  readonly stage: (stage: Stage) => PassFor;
  /** Must be called once, after the last step. */
  readonly end: () => void;
}

/** All steps in one pass: the way of every frame that is not profiled. */
export function createSharedPass(encoder: GPUCommandEncoder): Passes {
  const pass = encoder.beginComputePass({ label: 'frame' });
  const passFor: PassFor = () => pass;
  return { stage: () => passFor, end: () => pass.end() };
}
