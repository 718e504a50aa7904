/** The search for rungs that are right. */
import type { PassedOver } from '../../domain/engine.ts';
import type { Tier } from '../../domain/face.ts';
import type { Classifier } from '../classifier/load-classifier.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Networks, OpenRung, Rung } from './rung.ts';
import { runSelfTest, type SelfTest } from './self-test.ts';

/** What the search needs to know of what is asked. */
interface SearchOptions {
  /** The tier that somebody pinned, which may be a software adapter. */
  readonly tier: Tier | undefined;
  /** Where the app is served. */
  readonly baseUrl: string;
}

/** What each rung is tried with. */
export interface Trial {
  /** The networks whose right answers are known. */
  readonly networks: Networks;
  readonly selfTest: SelfTest;
  /** A person's own weights, which take the place of the classifier once the rung is known to be right. */
  readonly own: Classifier | undefined;
}

/** A rung that gave the right answers. */
export interface RightRung {
  readonly tier: Tier;
  readonly open: OpenRung;
  readonly pipeline: Pipeline;
}

/** Frames timed on each rung when several are right. */
const TIMED_FRAMES = 3;

/** Finds rungs that are right, and remembers why others are not. */
export class Search {
  readonly passedOver: PassedOver[] = [];
  readonly #rungs: readonly Rung[];
  readonly #options: SearchOptions;
  readonly #trial: Promise<Trial>;

  constructor(rungs: readonly Rung[], options: SearchOptions, trial: Promise<Trial>) {
    this.#rungs = rungs;
    this.#options = options;
    this.#trial = trial;
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
  async #start({ build, untune, lost }: OpenRung): Promise<Pipeline | string> {
    const trial = await this.#trial;
    let isLost = false;
    void lost.then(() => (isLost = true));
    const start = async (): Promise<Pipeline | string> => {
      const pipeline = await buildRight(build, trial);
      // What was found on a device is not to blame for its end.
      if (typeof pipeline !== 'string' || untune === undefined || isLost) return pipeline;
      await untune();
      return buildRight(build, trial);
    };
    return Promise.race([start(), lost]);
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
    const { selfTest } = await this.#trial;
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

/** A pipeline that gives the right answers, with a person's own weights where there are any; or what is wrong, in words. */
async function buildRight(
  build: OpenRung['build'],
  { networks, selfTest, own }: Trial,
): Promise<Pipeline | string> {
  try {
    const pipeline = await build(networks);
    const wrong = await runSelfTest(pipeline, selfTest);
    if (wrong !== undefined) {
      pipeline.dispose();
      return `It gives wrong answers: ${wrong}.`;
    }
    if (own === undefined) return pipeline;
    pipeline.dispose();
    const withOwn = await build({ ...networks, classifier: own });
    // Warmed, as the one before was by its test.
    await withOwn.analyse(await selfTest.frame(), { wholeOnly: true });
    return withOwn;
  } catch (error) {
    // Expected trouble: a driver that refuses a kernel, or fails while it runs.
    return `It does not run: ${messageOf(error)}`;
  }
}

/** What somebody threw, in words; TensorFlow.js also throws objects that are no errors. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}

/** Ends the pipeline of a rung, and what it runs on. */
export function close({ pipeline, open }: RightRung): void {
  pipeline.dispose();
  open.dispose();
}
