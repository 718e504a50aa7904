/** The only door between the page and the vision worker: typed messages, no shared state. */
import type { EngineReport, FramePath } from '../domain/engine.ts';
import type { DetectorRange, Face } from '../domain/face.ts';
import type { Size } from '../domain/geometry.ts';

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
