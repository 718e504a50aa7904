/** Whether a run stayed flat. Pure. */
import { bad, good, type Outcome } from '../command-line.ts';
import { trendOf, type Trend } from './flatness.ts';
import type { SoakEnd } from './page/messages.ts';

/** What was alive when so many frames had been answered, garbage collected. */
export interface Sample {
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

/** Fewer tell no trend. */
const LEAST_SAMPLES = 6;
/**
 * Growth over a run that is still noise: bytes of a heap, and objects. The browser compiles more of a loop the longer it runs, and keeps some
 * hundred timings of long frames: by snapshots of the page after 4,500 and 11,500 frames, that is all that grows.
 */
const NOISE = { heapBytes: 384 * 1024, heapShare: 0.01, objects: 1 } as const;

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

/** Judges a run that has ended; bad where it was too short. */
export function judge(ended: SoakEnd, seconds: number, samples: readonly Sample[]): Outcome<Soaked> {
  if (samples.length < LEAST_SAMPLES)
    return bad(`ended after ${ended.frames} frames, too few to tell whether anything grows`);
  const quantities = measure(samples);
  const flat = quantities.every((quantity) => quantity.flat);
  return good({ ...ended, seconds, flat, quantities, samples });
}
