/** The only door between the page and the vision worker: typed messages, no shared state. */
import type { EngineReport, FramePath, Stage } from '../domain/engine.ts';
import type { ExplainRule, Explanation } from '../domain/explanation.ts';
import type { ClassifierName, DetectorRange, Face, Tier } from '../domain/face.ts';
import type { Size } from '../domain/geometry.ts';
import type { Classifier } from './classifier/load-classifier.ts';

/** What one frame gave. */
export interface FrameResult {
  readonly faces: readonly Face[];
  readonly frameSize: Size;
  readonly framePath: FramePath;
  /** Milliseconds on the CPU from the frame's arrival in the worker until its work was submitted. */
  readonly encodeMs: number;
  /** Milliseconds from then until the results were back: the GPU's work and the way to it and from it. */
  readonly readbackMs: number;
  /** Milliseconds from the frame's arrival until its faces were decoded. */
  readonly totalMs: number;
  /** How many views of the frame were looked at: one, and in the far range more, which take their time. */
  readonly views: number;
  /** Compute dispatches, counted where they are made. */
  readonly dispatches: number;
  /** GPU time of each step, when our own kernels were asked for it; null when this adapter cannot time steps. */
  readonly profile?: readonly StepTime[] | null;
  /** Explains the first face, when our own kernels were asked to; null when there is none. */
  readonly explanation?: Explanation | null;
}

/** GPU time of one step of a frame. */
export interface StepTime {
  readonly stage: Stage;
  /** The kernel's or the layer's name. */
  readonly label: string;
  /**
   * Milliseconds from the step's start to its end; not below 0. Browsers round timestamps (Chrome to 0.1 ms), so a short step may
   * count as 0, and sums over many frames say more than one.
   */
  readonly gpuMs: number;
}

/** What else is wanted of one frame. */
export interface AnalyseOptions {
  /** Times each step on the GPU; such a frame takes somewhat longer. Own kernels only. */
  readonly profile?: boolean;
  /**
   * Classifies every face, however many there are. Otherwise those that the frame had no room for (`roomFor`) come back with both
   * logits 0, which says nothing of them, and are classified in the next frame.
   */
  readonly everyFace?: boolean;
  /** Looks at the frame as a whole only, also in the far range. */
  readonly wholeOnly?: boolean;
  /** Looks at all squares of the far range, as a still picture needs; otherwise a frame has some, and the next frames the others. */
  readonly everySquare?: boolean;
  /** Explains what the classifier says of the first face: the one that the detector is surest of. Own kernels only. */
  readonly explain?: ExplainRule;
}

/** Expected trouble of the engine, as a value. */
export interface VisionFault {
  /** `no-engine`: nothing on this device computes rightly; `model`: a weight file was refused; `device-lost`; `frame`: a frame could not be analysed. */
  readonly kind: 'no-engine' | 'model' | 'device-lost' | 'frame';
  /** One sentence for a person: what happened and what to do. */
  readonly message: string;
}

/** What engine is wanted. */
export interface VisionOptions {
  /** How far the detector looks. */
  readonly range: DetectorRange;
  /** Pins the implementation: it is taken when it is right, however slow. Without it, the ladder chooses. */
  readonly tier?: Tier | undefined;
  /** The classifier: one that ships, or one that was read (`own-weights.ts`); the one that counts when none is named. */
  readonly model?: ClassifierName | Classifier | undefined;
}

/** Messages to the worker. `frame` is transferred, and the worker closes it. */
export type ToVision =
  | ({
      readonly type: 'start';
      readonly baseUrl: string;
      /** Name of a Web Lock that the worker holds while it lives. */
      readonly lifeLock: string;
    } & VisionOptions)
  | {
      readonly type: 'frame';
      readonly id: number;
      readonly frame: VideoFrame | ImageBitmap;
      readonly options?: AnalyseOptions;
    };

/** Messages from the worker. */
export type FromVision =
  | { readonly type: 'ready'; readonly report: EngineReport }
  | { readonly type: 'result'; readonly id: number; readonly result: FrameResult }
  | { readonly type: 'failed'; readonly id: number | undefined; readonly fault: VisionFault };
