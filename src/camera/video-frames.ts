import type { SourceFault } from '../domain/source.ts';

/** A source that shows nothing new for this long has stalled, milliseconds. */
export const STALLED_AFTER_MS = 5_000;

/** Frames of a playing video element, and the first fault that ends them. */
export interface VideoFrames {
  readonly next: () => Promise<VideoFrame | SourceFault | undefined>;
  /** Ends the source with a fault: whoever waits for a frame gets it, and so does everybody after. */
  readonly fail: (fault: SourceFault) => void;
  /** Whoever waits for a frame gets undefined. */
  readonly dispose: () => void;
}

/** A frame of what the video shows now, or why it cannot be had yet. */
function captureFrame(video: HTMLVideoElement): VideoFrame | string {
  try {
    return new VideoFrame(video);
  } catch (error) {
    // Just after a start or a change of size there may be nothing to capture; the next frame comes soon, or the source stalls.
    return String(error);
  }
}

/** Takes frames off `video` as it presents them; `next` must not be called again before it has answered. */
export function createVideoFrames(video: HTMLVideoElement): VideoFrames {
  const ended = Promise.withResolvers<SourceFault | undefined>();
  /** Why the last frame could not be had. */
  let refusal = '';

  const presented = (signal: AbortSignal): Promise<VideoFrame> =>
    new Promise((resolve) => {
      const request = (): void => {
        const handle = video.requestVideoFrameCallback(() => {
          const frame = captureFrame(video);
          if (frame instanceof VideoFrame) return resolve(frame);
          refusal = `: ${frame}`;
          request();
        });
        signal.addEventListener('abort', () => video.cancelVideoFrameCallback(handle), { once: true });
      };
      request();
    });

  return {
    async next() {
      const waiting = new AbortController();
      const stalled = new Promise<SourceFault>((resolve) => {
        refusal = '';
        const timer = setTimeout(
          () => resolve({ kind: 'stalled', detail: `no frame for ${STALLED_AFTER_MS / 1000} s${refusal}` }),
          STALLED_AFTER_MS,
        );
        waiting.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
      });
      try {
        return await Promise.race([ended.promise, presented(waiting.signal), stalled]);
      } finally {
        waiting.abort();
      }
    },
    fail: (fault) => ended.resolve(fault),
    dispose: () => ended.resolve(undefined),
  };
}
