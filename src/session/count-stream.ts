/** The flow of the page: each frame of a source through the engine into the count. */
import { isSourceFault, type FrameStream } from '../camera/frame-stream.ts';
import type { Size } from '../domain/geometry.ts';
import type { SourceFault } from '../domain/source.ts';
import type { State } from '../state/state.ts';
import { isVisionFault, type VisionClient } from '../vision/client.ts';
import type { FrameResult, VisionFault } from '../vision/protocol.ts';
import type { Instant } from './coverage.ts';
import type { EngineKeeper } from './engine-keeper.ts';
import type { EntranceCount } from './entrance-count.ts';
import { Pacer } from './pacer.ts';
import { framesAtOnce, hangsAfterMs } from './pacing.ts';
import { createPerformanceWindow } from './performance-window.ts';

/** So many frames in a row that cannot be analysed are the engine's fault, not the frames'. */
const FAULTY_FRAMES = 5;
/** A frame is timed stage by stage this often, milliseconds; it takes somewhat longer than others. */
const PROFILE_EVERY_MS = 5_000;

/** This moment on both clocks. */
export function now(): Instant {
  return { wallMs: Date.now(), monotonicMs: performance.now() };
}

/** What a stream is counted with. */
export interface CountStreamParts {
  readonly state: State;
  readonly engine: EngineKeeper;
  readonly count: EntranceCount;
  /** Called when somebody was counted, so that it reaches the disk at once. */
  readonly onCounted: () => void;
  /** False where frames are asked for as fast as they are answered, whatever else keeps the machine busy; else the pace is kept. */
  readonly isPaced?: boolean;
}

/** A frame with the engine. */
interface AskedFrame {
  readonly client: VisionClient;
  readonly size: Size;
  /** When it was handed over, milliseconds on the device's own clock. */
  readonly askedMs: number;
}

async function analyseInTime(
  client: VisionClient,
  frame: VideoFrame,
  profile: boolean,
  limitMs: number,
): Promise<FrameResult | VisionFault> {
  const { promise: hangs, resolve } = Promise.withResolvers<VisionFault>();
  const message = `The vision engine gave no answer for ${(limitMs / 1000).toFixed(1)} s.`;
  const timer = setTimeout(() => resolve({ kind: 'device-lost', message }), limitMs);
  const answer = await Promise.race([client.analyse(frame, { profile }), hangs]);
  clearTimeout(timer);
  return answer;
}

/** Frames of one stream on their way through the engine: few at once, answered in their order. */
class FrameFlow {
  readonly #parts: CountStreamParts;
  // Both know one engine only: another may be faster or slower.
  #pacer = new Pacer();
  #measure = createPerformanceWindow();
  /** Frames with the engine, oldest first; each resolves when its answer has been counted. */
  readonly #inFlight: Promise<void>[] = [];
  /** The frame that was answered last; before it, and for other sizes, the engine may have to compile. */
  #answered: AskedFrame | undefined;
  #answeredMs = -Infinity;
  #p95Ms: number | undefined;
  #faulty = 0;
  #profiledMs = -Infinity;

  constructor(parts: CountStreamParts) {
    this.#parts = parts;
  }

  /** Waits until the engine has room for another frame, and it is time for it. */
  async turn(): Promise<void> {
    await this.#waitForRoom(this.#roomAtOnce());
    if (this.#parts.isPaced !== false) await this.#pacer.turn();
  }

  /** Hands a frame to the engine; closes it when there is none. */
  async take(frame: VideoFrame): Promise<void> {
    const size = { width: frame.displayWidth, height: frame.displayHeight };
    if (!this.#isSettled(size)) await this.#waitForRoom(1);
    // Must be asked for after the wait, in which the engine may have been lost.
    const client = this.#parts.engine.client();
    // Frames go on being taken without an engine, so that a camera that stalls meanwhile is noticed.
    if (client === undefined) return frame.close();
    const askedMs = performance.now();
    const profile = askedMs - this.#profiledMs > PROFILE_EVERY_MS;
    if (profile) this.#profiledMs = askedMs;
    const limitMs = hangsAfterMs(this.#isSettled(size) ? this.#p95Ms : undefined);
    const answer = analyseInTime(client, frame, profile, limitMs);
    const before = this.#inFlight.at(-1);
    this.#inFlight.push(this.#countInOrder({ client, size, askedMs }, answer, before));
  }

  /** Waits until all frames are answered. */
  async finish(): Promise<void> {
    await this.#waitForRoom(1);
  }

  async #waitForRoom(atOnce: number): Promise<void> {
    while (this.#inFlight.length >= atOnce) await this.#inFlight[0];
  }

  #roomAtOnce(): number {
    const client = this.#parts.engine.client();
    if (client === undefined || client !== this.#answered?.client) return 1;
    return framesAtOnce(client.report.tier, client.report.softwareAdapter);
  }

  /** Whether the engine has answered a frame of this size, so that it has all that it needs compiled. */
  #isSettled({ width, height }: Size): boolean {
    const last = this.#answered;
    const isSame = this.#parts.engine.client() === last?.client;
    return isSame && width === last?.size.width && height === last.size.height;
  }

  async #countInOrder(
    asked: AskedFrame,
    answer: Promise<FrameResult | VisionFault>,
    before: Promise<void> | undefined,
  ): Promise<void> {
    try {
      const found = await answer;
      const answeredMs = performance.now();
      await before;
      // An engine that was given up meanwhile has no say any more.
      if (asked.client !== this.#parts.engine.client()) return;
      if (isVisionFault(found)) this.#fail(asked.client, found);
      else this.#countFrame(asked, found, answeredMs);
    } finally {
      this.#inFlight.shift();
    }
  }

  #fail(client: VisionClient, fault: VisionFault): void {
    this.#faulty += 1;
    if (fault.kind === 'frame' && this.#faulty < FAULTY_FRAMES) return;
    this.#faulty = 0;
    this.#parts.engine.fail(client, fault);
  }

  #countFrame(asked: AskedFrame, result: FrameResult, answeredMs: number): void {
    const { state, count, onCounted } = this.#parts;
    const { report } = asked.client;
    if (asked.client !== this.#answered?.client) {
      this.#pacer = new Pacer();
      this.#measure = createPerformanceWindow();
    }
    const latencyMs = answeredMs - asked.askedMs;
    const { faces, frameSize, views } = result;
    const load = { faces: faces.length, views };
    this.#pacer.add(load, answeredMs - Math.max(asked.askedMs, this.#answeredMs));
    this.#faulty = 0;
    this.#answered = asked;
    this.#answeredMs = answeredMs;
    const { live, counted } = count.addFrame(
      { faces, frameSize, calibration: report.calibration, takenMs: asked.askedMs, latencyMs },
      now(),
    );
    const measured = this.#measure({ ...result, latencyMs, pace: this.#pacer.pace }, answeredMs);
    this.#p95Ms = measured?.latencyMs.p95;
    state.write({ live, engine: { status: 'running', report, performance: measured } });
    if (counted > 0) onCounted();
  }
}

/** Counts until the stream gives no more frames: the fault that ended it, or undefined when it was closed. */
export async function countStream(
  stream: FrameStream,
  parts: CountStreamParts,
): Promise<SourceFault | undefined> {
  const flow = new FrameFlow(parts);
  for (;;) {
    await flow.turn();
    const frame = await stream.nextFrame();
    if (frame === undefined || isSourceFault(frame)) {
      await flow.finish();
      return frame;
    }
    await flow.take(frame);
  }
}
