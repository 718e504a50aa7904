import type { Page } from 'playwright';
import { bad, type Outcome } from '../command-line.ts';
import type { SoakArguments } from './arguments.ts';
import { VISION_WORKER, watchHeaps, type Heaps } from './heap.ts';
import { judge, type Sample, type Soaked } from './judge.ts';
import type { SoakEnd, SoakOptions } from './page/messages.ts';

/** At least so many, and one each so many frames: a long run that is ended early can then be judged as well. */
const SAMPLES = 24;
const MOST_FRAMES_BETWEEN = 1_000;

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
