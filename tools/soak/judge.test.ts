import { expect, test } from 'vitest';
import { judge, type Sample } from './judge.ts';

const MEGABYTE = 1024 * 1024;

/** Samples of a run in which nothing grows, but for what `change` puts in its place. */
function samples(count: number, change: (index: number) => Partial<Sample> = () => ({})): Sample[] {
  return Array.from({ length: count }, (_, index) => ({
    frames: 1_000 * (index + 1),
    pageHeapBytes: 3 * MEGABYTE,
    workerHeapBytes: 2 * MEGABYTE,
    gpuObjects: { createBuffer: 4 },
    ...change(index),
  }));
}

function notFlat(taken: readonly Sample[]): string[] {
  const judged = judge({ frames: 12_000, tier: 'wgsl', adapter: 'one', entries: 9 }, 60, taken);
  if (!judged.ok) return [judged.message];
  const grown = judged.value.quantities.filter(({ flat }) => !flat);
  expect(judged.value.flat).toBe(grown.length === 0);
  return grown.map(({ name }) => name);
}

test('a run in which nothing grows is flat', () => {
  expect(notFlat(samples(12))).toEqual([]);
});

test.each<[string, (index: number) => Partial<Sample>, string]>([
  ['page', (index) => ({ pageHeapBytes: (3 + index / 10) * MEGABYTE }), 'heap of the page, bytes'],
  ['worker', (index) => ({ workerHeapBytes: (2 + index / 10) * MEGABYTE }), 'heap of the worker, bytes'],
  ['GPU', (index) => ({ gpuObjects: { createBuffer: 4 + index } }), 'live objects of createBuffer'],
])('what grows on the %s is named', (_, change, name) => {
  expect(notFlat(samples(12, change))).toEqual([name]);
});

test('a run that was ended at once is not called flat', () => {
  const ended = { frames: 5_000, tier: 'wgsl', adapter: 'one', entries: 0 };
  expect(judge(ended, 9, samples(5))).toEqual({
    ok: false,
    message: 'ended after 5000 frames, too few to tell whether anything grows',
  });
});
