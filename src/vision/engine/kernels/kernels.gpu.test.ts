import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BufferPool } from '../buffers.ts';
import { createFeatureMap, type FeatureMap } from '../feature-map.ts';
import {
  download,
  greatestDifference,
  randomWeights,
  requireDevice,
  runSteps,
  seededRandom,
  tolerance,
  uploadMap,
} from '../gpu.testing.ts';
import { unpadChannels } from '../feature-map.ts';
import { NETWORK_INPUT, type Layer, type Network } from '../network.ts';
import { planNetwork } from '../network-plan.ts';
import { runReference } from '../network-reference.ts';

/** One network around the kernel under test; all run against their twins on random tensors. */
interface Case {
  readonly name: string;
  readonly input: readonly [height: number, width: number, channels: number];
  readonly layers: (random: (length: number) => Float32Array) => readonly Layer[];
  /** Products summed for one output of the whole chain. */
  readonly reductionLength: number;
}

const convCase = (
  name: string,
  input: Case['input'],
  channels: number,
  kernelSize: number,
  stride: 1 | 2,
  padding: 'same' | 'valid',
): Case => ({
  name: `conv ${name}`,
  input,
  reductionLength: kernelSize ** 2 * input[2],
  layers: (random) => [
    {
      op: 'conv',
      name: 'out',
      input: NETWORK_INPUT,
      channels,
      kernelSize,
      stride,
      padding,
      relu: stride === 2,
      weights: { kernel: random(kernelSize ** 2 * input[2] * channels), bias: random(channels) },
    },
  ],
});

const separableCase = (
  name: string,
  input: Case['input'],
  channels: number,
  stride: 1 | 2,
  skip?: 'identity' | 'max-pool',
): Case => ({
  name: `separable ${name}`,
  input,
  reductionLength: 9 * input[2] * input[2],
  layers: (random) => [
    {
      op: 'separable',
      name: 'out',
      input: NETWORK_INPUT,
      channels,
      stride,
      relu: skip !== undefined,
      ...(skip === undefined ? {} : { skip: { input: NETWORK_INPUT, mode: skip } }),
      weights: {
        depthwise: random(9 * input[2]),
        pointwise: random(input[2] * channels),
        bias: random(channels),
      },
    },
  ],
});

const cases: readonly Case[] = [
  convCase('3x3 valid, 1 channel', [13, 11, 1], 8, 3, 1, 'valid'),
  convCase('5x5/2 same, 3 channels, even size', [16, 12, 3], 7, 5, 2, 'same'),
  convCase('3x3/2 same, odd size', [7, 5, 3], 6, 3, 2, 'same'),
  convCase('1x1, one pixel', [1, 1, 5], 3, 1, 1, 'same'),
  separableCase('one pixel, one channel', [1, 1, 1], 1, 1),
  separableCase('odd sizes, 7 to 5 channels', [9, 7, 7], 5, 1),
  separableCase('identity skip with more channels', [6, 10, 42], 45, 1, 'identity'),
  separableCase('stride 2 with pooled skip', [12, 8, 6], 10, 2, 'max-pool'),
  separableCase('384 channels', [6, 6, 384], 96, 1),
  {
    name: 'lateral step',
    input: [6, 10, 9],
    reductionLength: 20,
    layers: (random) => [
      {
        op: 'conv',
        name: 'coarse',
        input: NETWORK_INPUT,
        channels: 6,
        kernelSize: 1,
        stride: 2,
        padding: 'same',
        relu: false,
        weights: { kernel: random(54), bias: random(6) },
      },
      {
        op: 'lateral',
        name: 'out',
        input: NETWORK_INPUT,
        coarse: 'coarse',
        channels: 6,
        weights: { kernel: random(54), bias: random(6) },
      },
    ],
  },
  ...(
    [
      [15, 15, 6],
      [8, 6, 5],
    ] as const
  ).map(([height, width, channels]): Case => ({
    name: `pool-residual ${height}x${width}`,
    input: [height, width, channels],
    reductionLength: channels * 3,
    layers: (random) => [
      {
        op: 'conv',
        name: 'main',
        input: NETWORK_INPUT,
        channels: 9,
        kernelSize: 1,
        stride: 1,
        padding: 'same',
        relu: false,
        weights: { kernel: random(channels * 9), bias: random(9) },
      },
      {
        op: 'pool-residual',
        name: 'out',
        input: 'main',
        residual: NETWORK_INPUT,
        weights: { kernel: random(channels * 9), bias: random(9) },
      },
    ],
  })),
  {
    name: 'average',
    input: [5, 3, 6],
    reductionLength: 15,
    layers: () => [{ op: 'average', name: 'out', input: NETWORK_INPUT }],
  },
];

describe('kernels against their twins', () => {
  let device: GPUDevice;
  let pool: BufferPool;
  beforeAll(async () => {
    ({ device, pool } = await requireDevice());
  });
  afterAll(() => pool.dispose());

  const run = async (
    network: Network,
    batch: number,
    active: number,
    input: FeatureMap,
  ): Promise<{ values: Float32Array; channels: number }> => {
    const activeItems = pool.upload('active', new Uint32Array([active]));
    const plan = planNetwork(network, pool, { batch, activeItems });
    device.queue.writeBuffer(
      plan.input,
      0,
      new Float32Array(await download(device, uploadMap(pool, 'in', input))),
    );
    await runSteps(device, plan.steps);
    const buffer = plan.outputs.get('out');
    const channels = plan.shapes.get('out')?.channels ?? 0;
    if (buffer === undefined) throw new Error('no output');
    return { values: unpadChannels(new Float32Array(await download(device, buffer)), channels), channels };
  };

  test.each(cases)('$name', async ({ input: [height, width, channels], layers, reductionLength }) => {
    const random = seededRandom(height * 31 + channels);
    const network: Network = {
      name: 'case',
      input: { height, width, channels },
      layers: layers((length) => randomWeights(random, length)),
      outputs: ['out'],
    };
    for (const batch of [1, 3]) {
      const input = createFeatureMap([batch, height, width, channels], () => Math.fround(random()));
      const expected = runReference(network, input).get('out')?.data ?? new Float64Array();
      const { values } = await run(network, batch, batch, input);
      const difference = greatestDifference(values.subarray(0, expected.length), expected);
      expect(difference, `batch ${batch}`).toBeLessThan(tolerance(reductionLength));
    }
  });

  test('a batch of 32 gives each item what it gives alone; items beyond the active ones stay untouched', async () => {
    const random = seededRandom(7);
    const {
      input: [height, width, channels],
      layers,
    } = separableCase('', [5, 5, 6], 6, 1, 'identity');
    const network: Network = {
      name: 'batch',
      input: { height, width, channels },
      layers: layers((length) => randomWeights(random, length)),
      outputs: ['out'],
    };
    const input = createFeatureMap([32, height, width, channels], () => Math.fround(random()));
    const expected = runReference(network, input).get('out')?.data ?? new Float64Array();
    const all = await run(network, 32, 32, input);
    expect(greatestDifference(all.values.subarray(0, expected.length), expected)).toBeLessThan(
      tolerance(324),
    );
    const none = await run(network, 32, 0, input);
    expect(none.values.every((value) => value === 0)).toBe(true);
  });

  test('a batch of 0 runs', async () => {
    const random = seededRandom(9);
    const weights = { kernel: randomWeights(random, 12), bias: randomWeights(random, 3) };
    const layer: Layer = {
      op: 'conv',
      name: 'out',
      input: NETWORK_INPUT,
      channels: 3,
      kernelSize: 1,
      stride: 1,
      padding: 'same',
      relu: false,
      weights,
    };
    const network: Network = {
      name: 'empty',
      input: { height: 2, width: 2, channels: 4 },
      layers: [layer],
      outputs: ['out'],
    };
    await expect(run(network, 0, 0, createFeatureMap([0, 2, 2, 4]))).resolves.toBeDefined();
  });

  test('not-a-number is a difference', () => {
    expect(greatestDifference([NaN], [NaN])).toBe(Infinity);
  });
});
