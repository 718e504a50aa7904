import { expect, test } from 'vitest';
import { convAverage } from './conv-average/conv-average.ts';
import { convPool } from './conv-pool/conv-pool.ts';
import { conv } from './conv/conv.ts';
import { greyStem } from './grey-stem/grey-stem.ts';
import type { Kernel } from './kernel.ts';
import { lateral } from './lateral/lateral.ts';
import { convKernelOf } from './narrow-conv/narrow-conv.ts';
import { separablePool } from './separable-pool/separable-pool.ts';
import { separable } from './separable/separable.ts';

const SHAPE = { batch: 1, inHeight: 8, inWidth: 8, inChannels: 8, outHeight: 8, outWidth: 8, outChannels: 8 };
const CONV = { ...SHAPE, kernelSize: 3, stride: 1, padTop: 1, padLeft: 1, relu: true };
const SEPARABLE = { ...SHAPE, stride: 1, pad: 1, skip: 'none', skipChannels: 0, relu: true } as const;
const POOL = { ...SHAPE, residualChannels: 8, padTop: 0, padLeft: 0 };

/** Members of the WGSL's `Layer`; none without it. */
function membersOf(wgsl: string): string[] {
  const body = /struct Layer \{([^}]*)\}/.exec(wgsl)?.[1] ?? '';
  return [...body.matchAll(/(\w+): u32/g)].map(([, name = '']) => name);
}

function factsOf<Parameters>(
  kernel: Kernel<Parameters>,
  parameters: Parameters,
): [string, string[], string[]] {
  return [kernel.name, membersOf(kernel.wgsl), Object.keys(kernel.facts?.(parameters) ?? {})];
}

test.each([
  factsOf(conv, CONV),
  factsOf(convPool, CONV),
  factsOf(convKernelOf({ ...CONV, outChannels: 3 }), CONV),
  factsOf(separable, SEPARABLE),
  factsOf(lateral, SHAPE),
  factsOf(separablePool, POOL),
  factsOf(greyStem, { ...SHAPE, middleChannels: 8 }),
  factsOf(convAverage, { ...SHAPE, kernelSize: 3 }),
])('%s reads the facts of a layer in the order in which they are written', (_name, members, facts) => {
  expect(facts).toEqual(members);
});
