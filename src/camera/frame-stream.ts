/** Frames on demand: a source shows a picture, and gives its newest frame each time it is asked. Nothing queues up. */
import type { SourceFault } from '../domain/source.ts';

/** An open source of frames. */
export interface FrameStream {
  /** Name for a person, as the camera's label. */
  readonly label: string;
  /** What the source shows; stays the same element while the source is open. */
  readonly picture: HTMLVideoElement | HTMLCanvasElement;
  /**
   * Waits for the next frame the source shows; whoever takes the frame must close it.
   * A fault ends the source. Undefined after `dispose`.
   */
  readonly nextFrame: () => Promise<VideoFrame | SourceFault | undefined>;
  readonly dispose: () => void;
}

/** Whether opening a source, or waiting for its frame, gave a fault. */
export function isSourceFault(value: object): value is SourceFault {
  return 'kind' in value && 'detail' in value;
}
