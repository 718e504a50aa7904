/** The only door between the page and the vision worker: typed messages, no shared state. */
import type { Calibration, DetectorRange, Face, Tier } from '../domain/face.ts';
import type { Size } from '../domain/geometry.ts';

/** How a frame reached the GPU, best first. */
export type FramePath = 'external-texture' | 'copy' | 'image-bitmap';

/** What one frame gave. */
export interface FrameResult {
  readonly faces: readonly Face[];
  readonly frameSize: Size;
  readonly framePath: FramePath;
  /** Milliseconds from the frame's arrival in the worker: until submitted, and until the results were read back. */
  readonly encodeMs: number;
  readonly totalMs: number;
  /** Counted, not assumed: compute dispatches, queue submits and mapped buffers of this frame. */
  readonly dispatches: number;
  readonly submits: number;
  readonly readbacks: number;
}

/** What the engine is, once it runs. */
export interface EngineReport {
  readonly tier: Tier;
  /** Vendor, architecture and description of the adapter, in words. */
  readonly adapter: string;
  readonly softwareAdapter: boolean;
  /** Name and version of the classifier, as `mini-xception@1.0.0`. */
  readonly model: string;
  readonly calibration: Calibration;
  readonly range: DetectorRange;
}

/** Expected trouble of the engine, as a value. */
export interface VisionFault {
  /** `no-webgpu`: no adapter or device; `model`: a weight file was refused; `device-lost`; `frame`: a frame could not be analysed. */
  readonly kind: 'no-webgpu' | 'model' | 'device-lost' | 'frame';
  /** One sentence for a person: what happened and what to do. */
  readonly message: string;
}

/** Messages to the worker. `frame` is transferred, and the worker closes it. */
export type ToVision =
  | { readonly type: 'start'; readonly range: DetectorRange; readonly baseUrl: string }
  | { readonly type: 'frame'; readonly id: number; readonly frame: VideoFrame | ImageBitmap };

/** Messages from the worker. */
export type FromVision =
  | { readonly type: 'ready'; readonly report: EngineReport }
  | { readonly type: 'result'; readonly id: number; readonly result: FrameResult }
  | { readonly type: 'failed'; readonly id: number | undefined; readonly fault: VisionFault };
