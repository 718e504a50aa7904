/** A source and an engine that do as a test says. */
import type { FrameStream } from '../camera/frame-stream.ts';
import type { VisionClient } from '../vision/client.ts';
import type { FrameResult, VisionFault } from '../vision/protocol.ts';

const REPORT = {
  tier: 'wgsl',
  passedOver: [],
  adapter: 'test',
  softwareAdapter: false,
  model: 'test@1',
  calibration: { temperature: 1, undeterminedBelowAbsLogOdds: 2 },
  range: 'short',
} as const;
/** A frame without faces. */
export const RESULT: FrameResult = {
  faces: [],
  frameSize: { width: 8, height: 8 },
  framePath: 'copy',
  encodeMs: 1,
  readbackMs: 1,
  totalMs: 2,
  views: 1,
  dispatches: 1,
};

/** A source whose frames are numbered by their timestamps. */
export function endlessStream(size: () => number): FrameStream {
  let [timestamp, open] = [0, true];
  return {
    label: 'endless',
    picture: document.createElement('canvas'),
    nextFrame: async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (!open) return undefined;
      const canvas = Object.assign(document.createElement('canvas'), { width: size(), height: 8 });
      canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
      return new VideoFrame(canvas, { timestamp: timestamp++ });
    },
    dispose: () => {
      open = false;
    },
  };
}

/** A frame with the engine. */
interface AskedFrame {
  readonly timestamp: number;
  readonly answer: (answer: FrameResult | VisionFault) => void;
}

/** A client of an engine with graphics hardware that keeps what it was asked, for the test to answer. */
export function fakeClient(): { readonly client: VisionClient; readonly asked: AskedFrame[] } {
  const asked: AskedFrame[] = [];
  return {
    asked,
    client: {
      report: REPORT,
      analyse: (frame) =>
        new Promise((resolve) => {
          asked.push({ timestamp: (frame as VideoFrame).timestamp, answer: resolve });
          frame.close();
        }),
      dispose: () => undefined,
    },
  };
}
