/** The choice of what computes: the highest rung that is right, or of the lower ones the fastest that is right. */
import type { EngineReport, PassedOver } from '../../domain/engine.ts';
import { CLASSIFIERS, type ClassifierName, type DetectorRange, type Tier } from '../../domain/face.ts';
import { loadClassifier } from '../classifier/load-classifier.ts';
import { loadDetector } from '../detector/load-detector.ts';
import type { Pipeline } from '../pipeline.ts';
import { RUNGS, type Networks, type OpenRung, type Rung } from './rung.ts';
import { loadSelfTest, runSelfTest, type SelfTest } from './self-test.ts';

/** What is asked of the ladder. */
export interface LadderOptions {
  readonly range: DetectorRange;
  /** The tier that somebody pinned: tried first, and taken when it is right, however slow. */
  readonly tier: Tier | undefined;
  /** The classifier; the one that counts when none is named. */
  readonly model?: ClassifierName | undefined;
  /** Where the app is served. */
  readonly baseUrl: string;
}

/** A pipeline that is right, and what it runs on. */
export interface Engine {
  readonly pipeline: Pipeline;
  readonly report: EngineReport;
  /** Resolves with a sentence when it can compute no more. */
  readonly lost: Promise<string>;
  readonly dispose: () => void;
}

/** A rung that gave the right answers. */
interface RightRung {
  readonly tier: Tier;
  readonly open: OpenRung;
  readonly pipeline: Pipeline;
}

/** Frames timed on each rung when several are right. */
const TIMED_FRAMES = 3;

/** The rungs that are measured against each other when our own kernels do not serve. */
const CONTENDERS: readonly Tier[] = ['webgpu', 'wasm', 'webgl'];

/** Finds rungs that are right, and remembers why others are not. */
class Search {
  readonly passedOver: PassedOver[] = [];
  readonly #rungs: readonly Rung[];
  readonly #options: LadderOptions;
  readonly #parts: Promise<readonly [Networks, SelfTest]>;

  constructor(rungs: readonly Rung[], options: LadderOptions, parts: Promise<readonly [Networks, SelfTest]>) {
    this.#rungs = rungs;
    this.#options = options;
    this.#parts = parts;
  }

  /** The rung of a tier, started and tested; undefined when it was passed over, now or before. */
  async tryTier(tier: Tier): Promise<RightRung | undefined> {
    const rung = this.#rungs.find((candidate) => candidate.tier === tier);
    if (rung === undefined || this.passedOver.some((other) => other.tier === tier)) return undefined;
    const opened = await this.#open(rung);
    if (typeof opened === 'string') return this.#passOver(tier, opened);
    const pipeline = await this.#start(opened);
    if (typeof pipeline !== 'string') return { tier, open: opened, pipeline };
    opened.dispose();
    return this.#passOver(tier, pipeline);
  }

  async #open({ tier, open }: Rung): Promise<OpenRung | string> {
    try {
      const opened = await open(this.#options.baseUrl);
      if (typeof opened === 'string' || !opened.software || this.#options.tier === tier) return opened;
      opened.dispose();
      return `A software adapter (${opened.adapter}) is slower than the processor itself.`;
    } catch (error) {
      // Expected trouble: drivers and other people's code refuse in ways of their own, and the next rung must get its turn.
      return `It does not open: ${messageOf(error)}`;
    }
  }

  /** The pipeline when it gives the right answers, or what is wrong. */
  async #start({ build, lost }: OpenRung): Promise<Pipeline | string> {
    const [networks, selfTest] = await this.#parts;
    const test = async (): Promise<Pipeline | string> => {
      const pipeline = await build(networks);
      const wrong = await runSelfTest(pipeline, selfTest);
      if (wrong === undefined) return pipeline;
      pipeline.dispose();
      return `It gives wrong answers: ${wrong}.`;
    };
    // Expected trouble: a driver that refuses a kernel, or fails while it runs.
    const failed = test().catch((error: unknown) => `It does not run: ${messageOf(error)}`);
    return Promise.race([failed, lost]);
  }

  /** Of those that are right, the one that takes the shortest time for a frame. */
  async fastest(tiers: readonly Tier[]): Promise<RightRung | undefined> {
    const right: RightRung[] = [];
    for (const tier of tiers) {
      const rung = await this.tryTier(tier);
      if (rung !== undefined) right.push(rung);
    }
    // One alone need not prove itself.
    if (right.length < 2) return right[0];
    const timed: { readonly rung: RightRung; readonly frameMs: number }[] = [];
    for (const rung of right) {
      const frameMs = await this.#timeFrames(rung);
      if (typeof frameMs === 'number') timed.push({ rung, frameMs });
      else this.#giveUp(rung, frameMs);
    }
    const [best, ...others] = timed.toSorted((a, b) => a.frameMs - b.frameMs);
    for (const { rung, frameMs } of others) {
      const times = `${frameMs.toFixed(1)} ms a frame, ${best?.rung.tier} ${best?.frameMs.toFixed(1)} ms`;
      this.#giveUp(rung, `It is right but slower: ${times}.`);
    }
    return best?.rung;
  }

  /** Median time of a whole frame, milliseconds; in words, why there is none. */
  async #timeFrames({ pipeline }: RightRung): Promise<number | string> {
    const [, selfTest] = await this.#parts;
    const timesMs: number[] = [];
    try {
      for (let index = 0; index < TIMED_FRAMES; index++)
        timesMs.push((await pipeline.analyse(await selfTest.frame())).totalMs);
    } catch (error) {
      // Expected trouble: a driver that gives up after some frames.
      return `It does not go on running: ${messageOf(error)}`;
    }
    return timesMs.toSorted((a, b) => a - b)[(TIMED_FRAMES - 1) / 2] ?? Infinity;
  }

  #giveUp(rung: RightRung, reason: string): void {
    close(rung);
    this.#passOver(rung.tier, reason);
  }

  #passOver(tier: Tier, reason: string): undefined {
    this.passedOver.push({ tier, reason });
  }
}

/** What somebody threw, in words; TensorFlow.js also throws objects that are no errors. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}

function close({ pipeline, open }: RightRung): void {
  pipeline.dispose();
  open.dispose();
}

async function loadParts({
  range,
  model = CLASSIFIERS[0],
  baseUrl,
}: LadderOptions): Promise<readonly [Networks, SelfTest]> {
  const [detector, classifier, selfTest] = await Promise.all([
    loadDetector(range, baseUrl),
    loadClassifier(baseUrl, model),
    loadSelfTest({ range, model, baseUrl }),
  ]);
  return [{ detector, classifier }, selfTest];
}

/**
 * Starts and tests rungs until one is chosen; why the others were passed over stands in the report.
 *
 * @param rungs to choose from; those of this app when none are given
 * @returns the engine, or in words why no rung serves
 * @throws WeightsError when a file of the models is refused: no rung can help there
 */
export async function chooseEngine(
  options: LadderOptions,
  rungs: readonly Rung[] = RUNGS,
): Promise<Engine | string> {
  const parts = loadParts(options);
  // Reported where a rung needs the parts; until then it must not count as unhandled.
  parts.catch(() => undefined);
  const search = new Search(rungs, options, parts);
  const { passedOver } = search;
  const right =
    (options.tier === undefined ? undefined : await search.tryTier(options.tier)) ??
    (await search.tryTier('wgsl')) ??
    (await search.fastest(CONTENDERS)) ??
    (await search.tryTier('cpu'));
  const [{ classifier }] = await parts;
  if (right === undefined)
    return `Nothing on this device computes rightly. ${passedOver.map(({ tier, reason }) => `${tier}: ${reason}`).join(' ')}`;
  const { tier, open, pipeline } = right;
  const { adapter, software: softwareAdapter, lost } = open;
  const { model, calibration } = classifier;
  const report = { tier, passedOver, adapter, softwareAdapter, model, calibration, range: options.range };
  return { pipeline, report, lost, dispose: () => close(right) };
}
