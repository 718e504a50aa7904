import type { SourceFault } from '../domain/source.ts';

/** A source that shows nothing new for this long has stalled, milliseconds. */
export const STALLED_AFTER_MS = 5_000;

/** What comes of waiting for a frame. */
type Answer = VideoFrame | SourceFault | undefined;

/** Frames of a playing video element, and the first fault that ends them. */
export interface VideoFrames {
  readonly next: () => Promise<Answer>;
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

/** Calls `answer` once, with the next frame or that there is none; what it returns ends the wait with another answer. */
function awaitFrame(video: HTMLVideoElement, answer: (given: Answer) => void): (given: Answer) => void {
  let refusal = '';
  let handle = 0;
  const end = (given: Answer): void => {
    clearTimeout(timer);
    video.cancelVideoFrameCallback(handle);
    answer(given);
  };
  const request = (): void => {
    handle = video.requestVideoFrameCallback(() => {
      const frame = captureFrame(video);
      if (frame instanceof VideoFrame) return end(frame);
      refusal = `: ${frame}`;
      request();
    });
  };
  const timer = setTimeout(
    () => end({ kind: 'stalled', detail: `no frame for ${STALLED_AFTER_MS / 1000} s${refusal}` }),
    STALLED_AFTER_MS,
  );
  request();
  return end;
}

/** Takes frames off `video` as it presents them; `next` must not be called again before it has answered. */
export function createVideoFrames(video: HTMLVideoElement): VideoFrames {
  let ended: { readonly fault: SourceFault | undefined } | undefined;
  let endWait: ((given: Answer) => void) | undefined;
  const end = (fault: SourceFault | undefined): void => {
    ended ??= { fault };
    endWait?.(ended.fault);
  };
  return {
    // No race against a promise that lasts as long as the source: it would hold on to the answer of each race.
    next: () =>
      new Promise((resolve) => {
        if (ended !== undefined) return resolve(ended.fault);
        endWait = awaitFrame(video, (given) => {
          endWait = undefined;
          resolve(given);
        });
      }),
    fail: end,
    dispose: () => end(undefined),
  };
}
