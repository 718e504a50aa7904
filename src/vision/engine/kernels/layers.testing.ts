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
  toleranceF16,
  type TestDevice,
} from '../gpu.testing.ts';
import { NETWORK_INPUT, type AnyLayer, type ConvLayer, type Network } from '../network.ts';
import { planNetwork } from '../network-plan.ts';
import { runReference } from '../network-reference.ts';
import { createHalver } from '../halves.ts';
import type { Abilities } from '../measure-tuning.ts';
import { createPlan, createPlans, type PlanStep } from '../plan.ts';
import { abilitiesOf } from '../tuner.ts';
import { goWay, USUAL_WAY, type Way } from '../tuning.ts';
import { halveWeightsReference } from './halve-weights/halve-weights.reference.ts';
import { channelGroups } from './kernel.ts';

/** The kernel under test in a network of its own; the last layer must be named `OUT`. */
export interface LayerCase {
  readonly name: string;
  readonly input: readonly [height: number, width: number, channels: number];
  readonly layers: (random: (length: number) => Float32Array) => readonly AnyLayer[];
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
): ConvLayer {
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

/** A 1x1 convolution that gives `value` everywhere, whatever it reads. */
export function constantConv(
  name: string,
  channels: readonly [inChannels: number, channels: number],
  value: number,
): ConvLayer {
  const helper = helperConv(name, channels, 1, (length) => new Float32Array(length));
  return { ...helper, weights: { ...helper.weights, bias: new Float32Array(channels[1]).fill(value) } };
}

/** Marks what a kernel has not written. */
const UNTOUCHED = 7;
const BATCHES = [
  { capacity: 32, actives: [32, 5, 1, 0] },
  { capacity: 1, actives: [1, 0] },
  { capacity: 0, actives: [0] },
] as const;

/** Output of the twin for 32 items, with the channel padding of the GPU, and the input that gave it. */
function runTwin(network: Network<AnyLayer>): {
  readonly input: Float32Array;
  readonly output: Float32Array;
} {
  const { height, width, channels } = network.input;
  const random = seededRandom(height * 31 + width * 7 + channels);
  const input = createFeatureMap([32, height, width, channels], () => Math.fround(random()));
  const output = runReference(network, input).get(OUT);
  if (output === undefined) throw new Error(`no layer is named ${OUT}`);
  return { input: padChannels(input.data, channels), output: padChannels(output.data, output.channels) };
}

async function expectTwinsAgree(
  { device, pool }: TestDevice,
  network: Network<AnyLayer>,
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

/** The ways to test: every layout, and in halves the usual one and the last, which is in quads where there is such a one. */
function waysOf({ alternatives }: PlanStep, { quads, halves }: Abilities): Way[] {
  const layouts = [...alternatives.keys()].filter(
    (layout) => quads || alternatives[layout]?.needsQuads !== true,
  );
  const halved = [...new Set([USUAL_WAY.layout, layouts.at(-1) ?? USUAL_WAY.layout])];
  return [
    ...layouts.map((layout) => ({ ...USUAL_WAY, layout })),
    ...halves.flatMap((weights) => halved.map((layout) => ({ layout, weights }))),
  ];
}

function wordsOf({ kernel, overrides, dispatch }: PlanStep): string {
  return `${kernel.name} ${JSON.stringify(overrides)} ${dispatch.join('x')}`;
}

/** Every other way to run the kernel gives the same numbers, for one item. */
async function expectWaysAgree(
  { device, pool, abilities }: Gpu,
  network: Network<AnyLayer>,
  reductionLength: number,
): Promise<void> {
  const twin = runTwin(network);
  const activeItems = pool.upload('active items', new Uint32Array([1]));
  const { steps, input, outputs } = planNetwork(network, pool, { batch: 1, activeItems });
  const out = outputs.get(OUT);
  const step = steps.at(-1);
  if (out === undefined || step === undefined) throw new Error(`${OUT} is no output`);
  if (step.alternatives.length === 0) return;
  device.queue.writeBuffer(input, 0, twin.input.slice(0, input.size / 4));
  const halve = await createHalver(device, pool);
  const ways = waysOf(step, abilities).map((way) => ({ way, onItsWay: goWay(step, way, halve) }));
  // Together, since compiling takes most of the time.
  const lists = ways.map(({ onItsWay }) => [...steps.slice(0, -1), onItsWay]);
  const plans = await createPlans(device, lists);
  for (const [index, { way, onItsWay }] of ways.entries()) {
    device.queue.writeBuffer(out, 0, new Float32Array(out.size / 4).fill(UNTOUCHED));
    await runPlan(device, plans[index] ?? { encode: () => 0 });
    const values = new Float32Array(await download(device, out));
    const difference = greatestDifference(values, twin.output.subarray(0, values.length));
    const allowed = way.weights === 'f16' ? toleranceF16(reductionLength) : tolerance(reductionLength);
    expect(difference, wordsOf(onItsWay)).toBeLessThanOrEqual(allowed);
  }
}

/** The device of a test file, and which ways it can go. */
interface Gpu extends TestDevice {
  readonly abilities: Abilities;
}

async function requireGpu(): Promise<Gpu> {
  const gpu = await requireDevice();
  const abilities = await abilitiesOf(gpu.device);
  if (!abilities.halves.includes('f16'))
    console.warn('NOT tested: arithmetic in f16, which this adapter does not have (see npm run test:native)');
  return { ...gpu, abilities };
}

/** Defines one test a case: 0, 1 and 32 items, all or some of them active, within `tolerance(reductionLength)` of the twin. */
export function testLayers(cases: readonly LayerCase[]): void {
  let gpu: Gpu;
  beforeAll(async () => {
    gpu = await requireGpu();
  });
  afterAll(() => gpu.dispose());

  test.each(cases)('$name', async ({ name, input: [height, width, channels], layers, reductionLength }) => {
    const random = seededRandom(height + width + channels);
    const network: Network<AnyLayer> = {
      name,
      input: { height, width, channels },
      // Weights that are f16, so that in halves they are the same numbers.
      layers: layers((length) => halveWeightsReference(randomWeights(random, length))),
      outputs: [OUT],
    };
    await expectTwinsAgree(gpu, network, reductionLength);
    await expectWaysAgree(gpu, network, reductionLength);
  });
}
