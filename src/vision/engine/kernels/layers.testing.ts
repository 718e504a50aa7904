/** Runs layers against the twins of their kernels: random tensors, and every batch that matters. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFeatureMap, padChannels } from '../feature-map.ts';
import {
  download,
  greatestDifference,
  randomWeights,
  requireDevice,
  runPlan,
  seededRandom,
  tolerance,
  type TestDevice,
} from '../gpu.testing.ts';
import { NETWORK_INPUT, type Layer, type Network } from '../network.ts';
import { planNetwork } from '../network-plan.ts';
import { runReference } from '../network-reference.ts';
import { createPlan } from '../plan.ts';
import { areQuadsInOrder } from '../quads.ts';
import { channelGroups, type KernelVariant } from './kernel.ts';

/** The kernel under test in a network of its own; the last layer must be named `OUT`. */
export interface LayerCase {
  readonly name: string;
  readonly input: readonly [height: number, width: number, channels: number];
  readonly layers: (random: (length: number) => Float32Array) => readonly Layer[];
  /** Products summed for one output, over all layers. */
  readonly reductionLength: number;
}

/** Name of the layer that is compared. */
export const OUT = 'out';

/** A 1x1 convolution that only serves to make an input for the layer under test. */
export function helperConv(
  name: string,
  [inChannels, channels]: readonly [number, number],
  stride: 1 | 2,
  random: (length: number) => Float32Array,
): Layer {
  return {
    op: 'conv',
    name,
    input: NETWORK_INPUT,
    channels,
    kernelSize: 1,
    stride,
    padding: 'same',
    relu: false,
    weights: { kernel: random(inChannels * channels), bias: random(channels) },
  };
}

/** Marks what a kernel has not written. */
const UNTOUCHED = 7;
const BATCHES = [
  { capacity: 32, actives: [32, 5, 1, 0] },
  { capacity: 1, actives: [1, 0] },
  { capacity: 0, actives: [0] },
] as const;

/** Output of the twin for 32 items, with the channel padding of the GPU, and the input that gave it. */
function runTwin(network: Network): { readonly input: Float32Array; readonly output: Float32Array } {
  const { height, width, channels } = network.input;
  const random = seededRandom(height * 31 + width * 7 + channels);
  const input = createFeatureMap([32, height, width, channels], () => Math.fround(random()));
  const output = runReference(network, input).get(OUT);
  if (output === undefined) throw new Error(`no layer is named ${OUT}`);
  return { input: padChannels(input.data, channels), output: padChannels(output.data, output.channels) };
}

async function expectTwinsAgree(
  { device, pool }: TestDevice,
  network: Network,
  reductionLength: number,
): Promise<void> {
  const twin = runTwin(network);
  const itemInput = network.input.height * network.input.width * channelGroups(network.input.channels) * 4;
  const itemOutput = twin.output.length / 32;
  for (const { capacity, actives } of BATCHES) {
    const activeItems = pool.storage('active items', 4);
    const { steps, input, outputs } = planNetwork(network, pool, { batch: capacity, activeItems });
    const out = outputs.get(OUT);
    if (out === undefined) throw new Error(`${OUT} is no output`);
    const plan = await createPlan(device, steps);
    device.queue.writeBuffer(input, 0, twin.input.slice(0, capacity * itemInput));
    for (const active of actives) {
      device.queue.writeBuffer(activeItems, 0, new Uint32Array([active]));
      device.queue.writeBuffer(out, 0, new Float32Array(out.size / 4).fill(UNTOUCHED));
      await runPlan(device, plan);
      const values = new Float32Array(await download(device, out));
      const written = active * itemOutput;
      const difference = greatestDifference(values.subarray(0, written), twin.output.subarray(0, written));
      const words = `${active} of ${capacity} items`;
      expect(difference, words).toBeLessThanOrEqual(tolerance(reductionLength));
      expect(
        values.subarray(written).every((value) => value === UNTOUCHED),
        `rest of ${words}`,
      ).toBe(true);
    }
  }
}

function wordsOf({ kernel, overrides, dispatch }: KernelVariant): string {
  return `${kernel?.name ?? 'its own code'} ${JSON.stringify(overrides)} ${dispatch.join('x')}`;
}

/** Every other way to run the kernel gives the same numbers, for one item. */
async function expectAlternativesAgree(
  { device, pool }: TestDevice,
  network: Network,
  reductionLength: number,
): Promise<void> {
  const twin = runTwin(network);
  const activeItems = pool.upload('active items', new Uint32Array([1]));
  const { steps, input, outputs } = planNetwork(network, pool, { batch: 1, activeItems });
  const out = outputs.get(OUT);
  const step = steps.at(-1);
  if (out === undefined || step === undefined) throw new Error(`${OUT} is no output`);
  device.queue.writeBuffer(input, 0, twin.input.slice(0, input.size / 4));
  const quads = await areQuadsInOrder(device);
  for (const variant of step.alternatives) {
    if (variant.needsQuads === true && !quads) continue;
    await runPlan(device, await createPlan(device, [...steps.slice(0, -1), { ...step, ...variant }]));
    const values = new Float32Array(await download(device, out));
    const difference = greatestDifference(values, twin.output.subarray(0, values.length));
    expect(difference, wordsOf(variant)).toBeLessThanOrEqual(tolerance(reductionLength));
    device.queue.writeBuffer(out, 0, new Float32Array(out.size / 4).fill(UNTOUCHED));
  }
}

/** Defines one test a case: 0, 1 and 32 items, all or some of them active, within `tolerance(reductionLength)` of the twin. */
export function testLayers(cases: readonly LayerCase[]): void {
  let gpu: TestDevice;
  beforeAll(async () => {
    gpu = await requireDevice();
  });
  afterAll(() => gpu.dispose());

  test.each(cases)('$name', async ({ name, input: [height, width, channels], layers, reductionLength }) => {
    const random = seededRandom(height + width + channels);
    const network: Network = {
      name,
      input: { height, width, channels },
      layers: layers((length) => randomWeights(random, length)),
      outputs: [OUT],
    };
    await expectTwinsAgree(gpu, network, reductionLength);
    await expectAlternativesAgree(gpu, network, reductionLength);
  });
}
