/** Times contenders in turns, so that whatever else the machine does hits all of them alike. */

/** One that is timed. */
export interface Timed {
  readonly name: string;
  readonly refill?: () => Promise<void>;
  readonly run: () => Promise<unknown>;
}

/** How long to go on with each. */
export interface Budget {
  /** Rounds that a contender gets unless its time is spent. */
  readonly minRounds: number;
  readonly maxRounds: number;
  /** After this time a contender that has its rounds is done. */
  readonly enoughMs: number;
  /** After this time a contender is done, rounds or not. */
  readonly limitMs: number;
}

/** The usual budget: five rounds or 20 s, and up to 40 rounds of what is quick. */
export const BUDGET: Budget = { minRounds: 5, maxRounds: 40, enoughMs: 2_500, limitMs: 20_000 };

/** Times so far of one contender, and why it stopped early. */
export interface Times {
  readonly timesMs: readonly number[];
  readonly failure: string | undefined;
}

interface Progress {
  readonly timed: Timed;
  readonly timesMs: number[];
  spentMs: number;
  failure: string | undefined;
}

function isDone({ timesMs, spentMs, failure }: Progress, budget: Budget): boolean {
  if (failure !== undefined || timesMs.length >= budget.maxRounds || spentMs >= budget.limitMs) return true;
  return timesMs.length >= budget.minRounds && spentMs >= budget.enoughMs;
}

async function runOnce(progress: Progress): Promise<void> {
  const { timed } = progress;
  try {
    await timed.refill?.();
    const startMs = performance.now();
    await timed.run();
    const elapsedMs = performance.now() - startMs;
    progress.timesMs.push(elapsedMs);
    progress.spentMs += elapsedMs;
  } catch (error) {
    // A contender may lose its device in mid-run; the others go on.
    progress.failure = String(error);
  }
}

/** Runs all in rounds, each round starting with another one, until each is done; `onRound` hears of every round. */
export async function interleave(
  all: readonly Timed[],
  budget: Budget,
  onRound: (round: number) => void,
): Promise<ReadonlyMap<string, Times>> {
  const everybody: Progress[] = all.map((timed) => ({ timed, timesMs: [], spentMs: 0, failure: undefined }));
  for (let round = 0; ; round++) {
    const waiting = everybody.filter((progress) => !isDone(progress, budget));
    if (waiting.length === 0) break;
    onRound(round + 1);
    const first = round % waiting.length;
    for (const progress of [...waiting.slice(first), ...waiting.slice(0, first)]) await runOnce(progress);
  }
  return new Map(everybody.map(({ timed, timesMs, failure }) => [timed.name, { timesMs, failure }]));
}
