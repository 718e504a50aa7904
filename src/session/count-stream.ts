/** The flow of the page: each frame of a source through the engine into the count. */
import { isSourceFault, type FrameStream } from '../camera/frame-stream.ts';
import type { SourceFault } from '../domain/source.ts';
import type { State } from '../state/state.ts';
import { isVisionFault, type VisionClient } from '../vision/client.ts';
import type { FrameResult, VisionFault } from '../vision/protocol.ts';
import type { Instant } from './coverage.ts';
import type { EngineKeeper } from './engine-keeper.ts';
import type { EntranceCount } from './entrance-count.ts';
import { createPerformanceWindow } from './performance-window.ts';

/** An engine that answers nothing for this long hangs, milliseconds; software adapters need seconds for a first frame. */
const HANGS_AFTER_MS = 30_000;
/** So many frames in a row that cannot be analysed are the engine's fault, not the frames'. */
const FAULTY_FRAMES = 5;
/** A frame is timed stage by stage this often, milliseconds; it takes somewhat longer than others. */
const PROFILE_EVERY_MS = 5_000;

/** This moment on both clocks. */
export function now(): Instant {
  return { wallMs: Date.now(), monotonicMs: performance.now() };
}

async function analyseInTime(
  client: VisionClient,
  frame: VideoFrame,
  profile: boolean,
): Promise<FrameResult | VisionFault> {
  const { promise: hangs, resolve } = Promise.withResolvers<VisionFault>();
  const message = `The vision engine gave no answer for ${HANGS_AFTER_MS / 1000} s.`;
  const timer = setTimeout(() => resolve({ kind: 'device-lost', message }), HANGS_AFTER_MS);
  const answer = await Promise.race([client.analyse(frame, { profile }), hangs]);
  clearTimeout(timer);
  return answer;
}

/** What a stream is counted with. */
export interface CountStreamParts {
  readonly state: State;
  readonly engine: EngineKeeper;
  readonly count: EntranceCount;
  /** Called when somebody was counted, so that it reaches the disk at once. */
  readonly onCounted: () => void;
}

/** Counts until the stream gives no more frames: the fault that ended it, or undefined when it was closed. */
export async function countStream(
  stream: FrameStream,
  { state, engine, count, onCounted }: CountStreamParts,
): Promise<SourceFault | undefined> {
  const measure = createPerformanceWindow();
  let faulty = 0;
  let profiledAtMs = -Infinity;
  for (;;) {
    const frame = await stream.nextFrame();
    if (frame === undefined || isSourceFault(frame)) return frame;
    const client = engine.client();
    if (client === undefined) {
      // Frames go on being taken, so that a camera that stalls meanwhile is noticed.
      frame.close();
      continue;
    }
    const profile = performance.now() - profiledAtMs > PROFILE_EVERY_MS;
    if (profile) profiledAtMs = performance.now();
    const answer = await analyseInTime(client, frame, profile);
    if (isVisionFault(answer)) {
      faulty += 1;
      if (answer.kind !== 'frame' || faulty >= FAULTY_FRAMES) engine.fail(answer);
      continue;
    }
    faulty = 0;
    const { report } = client;
    const { faces, frameSize } = answer;
    const moment = now();
    const { live, counted } = count.addFrame({ faces, frameSize, calibration: report.calibration }, moment);
    const measured = measure(answer, moment.monotonicMs);
    state.write({ live, engine: { status: 'running', report, performance: measured } });
    if (counted > 0) onCounted();
  }
}
