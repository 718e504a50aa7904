/**
 * The Lab: what the classifier sees in the face in front of the kiosk, for whoever has opened it. An engine of its own, beside the one
 * that counts and never in its way; it ends when the Lab is closed. Frames and explanations live in memory only.
 */
import type { EngineReport } from '../domain/engine.ts';
import { appearanceOf, logOddsOf, type ClassifierName } from '../domain/face.ts';
import type { Intent } from '../state/intent.ts';
import { CLOSED_LAB, type LabState, type LabTimes, type LabView } from '../state/lab-state.ts';
import type { State } from '../state/state.ts';
import { createVisionClient, isVisionFault, type VisionClient } from '../vision/client.ts';
import type { FrameResult } from '../vision/protocol.ts';
import { createLabPictures, type LabPictures } from './lab-pictures.ts';
import { readNetworkFacts } from './network-facts.ts';
import { NO_SOURCE_PAUSE_MS, pause, takeFrame } from './take-frame.ts';

/** One frame in so many is timed on the GPU, which takes somewhat longer. */
const TIMED_EVERY = 20;

/** Runs while the Lab is open. */
export class LabKeeper {
  readonly #state: State;
  #open: AbortController | undefined;

  constructor(state: State) {
    this.#state = state;
  }

  act(intent: Intent): void {
    if (intent.type === 'open-lab') this.#begin();
    if (intent.type === 'close-lab') this.dispose();
    if (intent.type === 'explain') this.#write({ rule: intent.rule });
    if (intent.type === 'explain-network') this.#choose(intent.network);
  }

  dispose(): void {
    this.#open?.abort();
    this.#open = undefined;
    const { rule, network, facts } = this.#state.snapshot().lab;
    this.#state.write({ lab: { ...CLOSED_LAB, rule, network, facts } });
  }

  #write(change: Partial<LabState>): void {
    this.#state.write({ lab: { ...this.#state.snapshot().lab, ...change } });
  }

  #fail(message: string): void {
    this.#write({ status: 'fault', message, view: undefined });
  }

  #choose(network: ClassifierName): void {
    this.#write({ network });
    if (this.#open !== undefined) this.#begin();
  }

  #begin(): void {
    this.#open?.abort();
    const open = new AbortController();
    this.#open = open;
    this.#write({ status: 'starting', message: undefined, view: undefined });
    this.#run(open.signal).catch((error: unknown) => {
      // A bug of the Lab must be seen and found, and must not end the count.
      reportError(error);
      if (!open.signal.aborted) this.#fail(String(error));
    });
  }

  async #run(closed: AbortSignal): Promise<void> {
    const { network, facts } = this.#state.snapshot().lab;
    if (facts === undefined) this.#write({ facts: await readNetworkFacts() });
    const wanted = { range: 'full', tier: 'wgsl', model: network } as const;
    const started = await createVisionClient(wanted, () => undefined, closed);
    if (isVisionFault(started)) {
      if (!closed.aborted) this.#fail(started.message);
      return;
    }
    try {
      const { report } = started;
      if (closed.aborted) return;
      if (report.tier !== 'wgsl') return this.#fail(whyNoKernels(report));
      this.#write({ status: 'running', adapter: report.adapter, model: report.model });
      await this.#explainFrames(started, network, closed);
    } finally {
      started.dispose();
    }
  }

  async #explainFrames(client: VisionClient, network: ClassifierName, closed: AbortSignal): Promise<void> {
    const pictures = createLabPictures();
    const clock = new FrameClock();
    for (let index = 0; !closed.aborted; index++) {
      const frame = await takeFrame(this.#state.snapshot().source);
      if (frame === undefined) {
        if (!closed.aborted) this.#write({ view: 'no-source' });
        await pause(NO_SOURCE_PAUSE_MS);
        continue;
      }
      // The worker takes over what it is given.
      const copy = await createImageBitmap(frame);
      const explain = this.#state.snapshot().lab.rule;
      const answer = await client.analyse(copy, { explain, profile: index % TIMED_EVERY === 0 });
      if (closed.aborted) return frame.close();
      if (isVisionFault(answer)) {
        frame.close();
        return this.#fail(answer.message);
      }
      const view = viewOf(answer, frame, pictures, client.report);
      frame.close();
      const { times } = this.#state.snapshot().lab;
      this.#write({ view, times: { ...times, [network]: clock.add(answer) } });
      // A software adapter takes the processor from the count, which comes first.
      await pause(client.report.softwareAdapter ? answer.totalMs : 0);
    }
  }
}

function whyNoKernels({ passedOver }: EngineReport): string {
  const reason = passedOver.find(({ tier }) => tier === 'wgsl')?.reason ?? 'It was passed over.';
  return `Explanations need the kiosk’s own WebGPU kernels, which do not run here. ${reason}`;
}

function viewOf(
  { faces, explanation }: FrameResult,
  frame: ImageBitmap,
  pictures: LabPictures,
  { calibration }: EngineReport,
): LabView | 'no-face' {
  const [first] = faces;
  if (first === undefined || explanation === undefined || explanation === null) return 'no-face';
  pictures.draw(frame, first, explanation);
  const logOdds = logOddsOf(first.logits, calibration);
  const appearance = appearanceOf(logOdds, calibration);
  const { face, gradient, classMap } = pictures;
  const mapSide = explanation.features.width;
  return { face, gradient, classMap, mapSide, logOdds, appearance, faces: faces.length };
}

/** Times of the newest frames. */
class FrameClock {
  #lastMs: number | undefined;
  #gpu: Pick<LabTimes, 'classifierMs' | 'explanationMs' | 'faces'> = {
    classifierMs: undefined,
    explanationMs: undefined,
    faces: 0,
  };

  add({ totalMs, faces, profile }: FrameResult): LabTimes {
    const nowMs = performance.now();
    const frameRate = this.#lastMs === undefined ? 0 : 1_000 / (nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    if (profile !== undefined && profile !== null) {
      const sumOf = (wanted: string): number =>
        profile.filter(({ stage }) => stage === wanted).reduce((sum, { gpuMs }) => sum + gpuMs, 0);
      const [classifierMs, explanationMs] = [sumOf('classifier'), sumOf('explanation')];
      this.#gpu = { classifierMs, explanationMs, faces: faces.length };
    }
    return { frameRate, totalMs, ...this.#gpu };
  }
}
