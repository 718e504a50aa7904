/** What the page and the worker of classical computer vision say to each other. */
import type { ModelFacts } from '../domain/crop-answers.ts';
import type { FrameBox, Size } from '../domain/geometry.ts';

/** A face as classical computer vision sees it. */
export interface ClassicalFace {
  readonly box: FrameBox;
  readonly logits: readonly [woman: number, man: number];
}

/** What one frame gave. */
export interface ClassicalResult {
  readonly faces: readonly ClassicalFace[];
  readonly frameSize: Size;
  /** Milliseconds from the frame's arrival in the worker until its faces were classified. */
  readonly totalMs: number;
}

/** Messages to the worker, of which `start` is the first. `frame` is transferred, and the worker closes it. */
export type ToClassical =
  /** `detects`: whether frames will come, for which OpenCV is loaded. */
  | { readonly type: 'start'; readonly baseUrl: string; readonly detects: boolean }
  | { readonly type: 'frame'; readonly frame: ImageBitmap }
  /** Aligned crops of `STORED_SIDE_OVER_BOX`, square. */
  | { readonly type: 'crops'; readonly crops: readonly ImageData[] };

/** Messages from the worker: one for each that it got, in order. */
export type FromClassical =
  | { readonly type: 'ready'; readonly facts: ModelFacts }
  | { readonly type: 'result'; readonly result: ClassicalResult }
  | {
      readonly type: 'logits';
      readonly logits: readonly (readonly [woman: number, man: number])[];
      readonly computeMs: number;
    }
  | { readonly type: 'failed'; readonly message: string };
