import type { Page } from 'playwright';
import { bad, good, type Outcome } from '../command-line.ts';
import type { SoakArguments } from './arguments.ts';
import { trendOf, type Trend } from './flatness.ts';
import { VISION_WORKER, watchHeaps, type Heaps } from './heap.ts';
import type { SoakEnd, SoakOptions } from './page/messages.ts';

/** What was alive when so many frames had been answered, garbage collected. */
interface Sample {
  readonly frames: number;
  readonly pageHeapBytes: number;
  readonly workerHeapBytes: number;
  /** By what made them; those from before the first sample are not counted. */
  readonly gpuObjects: Readonly<Record<string, number>>;
}

/** A quantity that must stay flat. */
interface Quantity extends Trend {
  readonly name: string;
  readonly flat: boolean;
}

/** What `soak` prints. */
export interface Soaked extends SoakEnd {
  readonly seconds: number;
  readonly flat: boolean;
  readonly quantities: readonly Quantity[];
  readonly samples: readonly Sample[];
}

/** At least so many, and one each so many frames: a long run that is ended early can then be judged as well. */
const SAMPLES = 24;
const MOST_FRAMES_BETWEEN = 1_000;
/** Fewer tell no trend. */
const LEAST_SAMPLES = 6;
/**
 * Growth over a run that is still noise: bytes of a heap, and objects. The browser compiles more of a loop the longer it runs, and keeps some
 * hundred timings of long frames: by snapshots of the page after 4,500 and 11,500 frames, that is all that grows.
 */
const NOISE = { heapBytes: 384 * 1024, heapShare: 0.01, objects: 1 } as const;

async function takeSample(page: Page, heaps: Heaps, frames: number): Promise<Sample> {
  const worker = page.workers().find((one) => VISION_WORKER.test(one.url()));
  if (worker === undefined) throw new Error('there is no vision worker');
  // As text: what this process compiles for itself does not run elsewhere.
  const gpuObjects = await worker.evaluate<Sample['gpuObjects']>(
    'import("/tools/soak/page/live-objects.ts").then(({ countLive }) => countLive())',
  );
  const [pageHeapBytes, workerHeapBytes] = [await heaps.pageBytes(), await heaps.workerBytes()];
  return { frames, pageHeapBytes, workerHeapBytes, gpuObjects };
}

function heapQuantity(name: string, samples: readonly Sample[], bytes: (sample: Sample) => number): Quantity {
  const trend = trendOf(samples.map((sample) => ({ frames: sample.frames, value: bytes(sample) })));
  return { name, ...trend, flat: trend.growth <= NOISE.heapBytes + NOISE.heapShare * trend.mean };
}

function measure(samples: readonly Sample[]): readonly Quantity[] {
  const makers = [...new Set(samples.flatMap(({ gpuObjects }) => Object.keys(gpuObjects)))].toSorted();
  return [
    heapQuantity('heap of the page, bytes', samples, ({ pageHeapBytes }) => pageHeapBytes),
    heapQuantity('heap of the worker, bytes', samples, ({ workerHeapBytes }) => workerHeapBytes),
    ...makers.map((maker) => {
      const trend = trendOf(
        samples.map(({ frames, gpuObjects }) => ({ frames, value: gpuObjects[maker] ?? 0 })),
      );
      return { name: `live objects of ${maker}`, ...trend, flat: trend.growth <= NOISE.objects };
    }),
  ];
}

function judge(ended: SoakEnd, seconds: number, samples: readonly Sample[]): Outcome<Soaked> {
  if (samples.length < LEAST_SAMPLES)
    return bad(`ended after ${ended.frames} frames, too few to tell whether anything grows`);
  const quantities = measure(samples);
  const flat = quantities.every((quantity) => quantity.flat);
  return good({ ...ended, seconds, flat, quantities, samples });
}

/** Soaks the session loop as `given` asks, or until `signal`; `onProgress` hears of every sample. */
export async function runSoak(
  given: SoakArguments,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Outcome<Soaked>> {
  // Vite and Playwright load slowly and are not needed to refuse bad input.
  const { openSession } = await import('../browser-session.ts');
  const samples: Sample[] = [];
  let heaps: Heaps | undefined;
  const opened = await openSession({
    page: 'tools/soak/page',
    input: { folder: 'public' },
    functions: {
      goesOn: () => !signal.aborted,
      sample: async (frames: number): Promise<void> => {
        if (!opened.ok) return;
        const { page } = opened.value;
        heaps ??= await watchHeaps(page);
        samples.push(await takeSample(page, heaps, frames));
        onProgress(frames, given.frames);
      },
    },
    browserArguments: ['--js-flags=--expose-gc'],
    hardware: given.hardware,
    ignoresInterrupt: true,
  });
  if (!opened.ok) return opened;
  try {
    const { frames, range, tier, size } = given;
    const sampleEvery = Math.min(Math.floor(frames / SAMPLES), MOST_FRAMES_BETWEEN);
    const startMs = Date.now();
    const ended = await opened.value.run<SoakOptions, SoakEnd>({ frames, sampleEvery, range, tier, size });
    if (!ended.ok) return bad(ended.message);
    return judge(ended.value, Math.round((Date.now() - startMs) / 100) / 10, samples);
  } finally {
    await opened.value.dispose();
  }
}
