/**
 * The Lab's comparison: the network and classical computer vision on the same frames, for whoever has opened it. Both have workers of
 * their own beside the one that counts; OpenCV is loaded here and nowhere else. Frames live in memory only.
 */
import { createClassicalClient, type ClassicalClient } from '../classical/classical-client.ts';
import { bad, good, type Outcome } from '../domain/outcome.ts';
import { NO_COMPARISON, type ComparisonState } from '../state/comparison-state.ts';
import type { Intent } from '../state/intent.ts';
import type { State } from '../state/state.ts';
import { createVisionClient, isVisionFault, type VisionClient } from '../vision/client.ts';
import { addFrame, NO_AGREEMENT } from './compare/agreement.ts';
import { SystemRecord, type SystemResult } from './compare/compared-view.ts';
import { NO_SOURCE_PAUSE_MS, pause, takeFrame } from './take-frame.ts';

/** Both systems, started. */
interface Systems {
  readonly network: VisionClient;
  readonly classical: ClassicalClient;
}

/** Runs while the comparison is open. */
export class CompareKeeper {
  readonly #state: State;
  #open: AbortController | undefined;

  constructor(state: State) {
    this.#state = state;
  }

  act(intent: Intent): void {
    if (intent.type === 'open-comparison') this.#begin();
    if (intent.type === 'close-lab') this.dispose();
  }

  dispose(): void {
    if (this.#open === undefined) return;
    this.#open.abort();
    this.#open = undefined;
    this.#state.write({ comparison: NO_COMPARISON });
  }

  #write(change: Partial<ComparisonState>): void {
    this.#state.write({ comparison: { ...this.#state.snapshot().comparison, ...change } });
  }

  #fail(message: string): void {
    this.#write({ status: 'fault', message, systems: undefined, view: undefined });
  }

  #begin(): void {
    this.#open?.abort();
    const open = new AbortController();
    this.#open = open;
    this.#state.write({ comparison: { ...NO_COMPARISON, status: 'starting' } });
    this.#run(open.signal).catch((error: unknown) => {
      // A bug of the Lab must be seen and found, and must not end the count.
      reportError(error);
      if (!open.signal.aborted) this.#fail(String(error));
    });
  }

  async #run(closed: AbortSignal): Promise<void> {
    const started = await this.#start(closed);
    if (closed.aborted) {
      if (started.ok) dispose(started.value);
      return;
    }
    if (!started.ok) return this.#fail(started.message);
    const { network, classical } = started.value;
    try {
      this.#write({
        status: 'running',
        systems: {
          network: { model: network.report.model, computes: network.report.adapter },
          classical: { model: classical.facts.model, computes: 'OpenCV on the processor (WebAssembly)' },
        },
      });
      await this.#compareFrames(started.value, closed);
    } finally {
      dispose(started.value);
    }
  }

  /** Both, or the first that does not start; then the other is ended again. */
  async #start(closed: AbortSignal): Promise<Outcome<Systems>> {
    const { range } = this.#state.snapshot().settings;
    const [network, classical] = await Promise.all([
      createVisionClient({ range }, () => undefined, closed),
      createClassicalClient(closed),
    ]);
    if (isVisionFault(network)) {
      if (classical.ok) classical.value.dispose();
      return bad(network.message);
    }
    if (classical.ok) return good({ network, classical: classical.value });
    network.dispose();
    return bad(
      `Classical computer vision did not start. ${classical.message} Where it was never loaded, it needs a network once.`,
    );
  }

  async #compareFrames(systems: Systems, closed: AbortSignal): Promise<void> {
    const { report } = systems.network;
    const network = new SystemRecord(report.calibration);
    const classical = new SystemRecord(systems.classical.facts.calibration);
    let agreement = NO_AGREEMENT;
    let lastMs = performance.now();
    while (!closed.aborted) {
      const frame = await takeFrame(this.#state.snapshot().source);
      if (frame === undefined) {
        if (!closed.aborted) this.#write({ view: 'no-source' });
        await pause(NO_SOURCE_PAUSE_MS);
        continue;
      }
      const answers = await lookOneAfterTheOther(systems, frame);
      if (closed.aborted || !answers.ok) {
        frame.close();
        return answers.ok || closed.aborted ? undefined : this.#fail(answers.message);
      }
      const [byNetwork, byClassical] = answers.value;
      const [networkFaces, classicalFaces] = [network.judge(byNetwork), classical.judge(byClassical)];
      agreement = addFrame(agreement, networkFaces, classicalFaces);
      const nowMs = performance.now();
      this.#write({
        view: {
          network: network.show(frame, byNetwork, networkFaces),
          classical: classical.show(frame, byClassical, classicalFaces),
          agreement,
          frameRate: 1000 / (nowMs - lastMs),
        },
      });
      lastMs = nowMs;
      frame.close();
      // What computes on the processor takes it from the count, which comes first.
      await pause(report.tier === 'wgsl' && !report.softwareAdapter ? 0 : byNetwork.totalMs);
    }
  }
}

function dispose({ network, classical }: Systems): void {
  network.dispose();
  classical.dispose();
}

/** One after the other, so that neither slows the other down; each is given a copy, which it takes over. */
async function lookOneAfterTheOther(
  { network, classical }: Systems,
  frame: ImageBitmap,
): Promise<Outcome<readonly [SystemResult, SystemResult]>> {
  const byNetwork = await network.analyse(await createImageBitmap(frame), { everyFace: true });
  if (isVisionFault(byNetwork)) return bad(byNetwork.message);
  const byClassical = await classical.analyse(await createImageBitmap(frame));
  return byClassical.ok ? good([byNetwork, byClassical.value]) : byClassical;
}
