import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFeatureMap, type FeatureMap } from '../engine/feature-map.ts';
import { greatestDifference, requireDevice, type TestDevice } from '../engine/gpu.testing.ts';
import type { Network } from '../engine/network.ts';
import { runReference } from '../engine/network-reference.ts';
import {
  cnnGoldenUrl,
  goldenOf,
  loadCnn,
  loadMiniXception,
  miniXceptionGoldenUrl,
} from '../engine/networks.testing.ts';
import { runNetwork } from '../engine/run-network.testing.ts';
import { gradientNetwork, type GradientRule } from './gradient-network.ts';

/** Bar for whole gradients, as a share of the greatest: they are long sums whose gates may each be a last bit off. */
const TOLERANCE = 1e-3;

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

/** Every output of the network that explains, on the GPU and by the twin. */
async function expectTwin(classifier: Network, rule: GradientRule, input: FeatureMap): Promise<void> {
  const { network } = gradientNetwork(classifier, rule);
  const twin = runReference(network, input);
  const output = await runNetwork(gpu, network, 1, Float32Array.from(input.data));
  for (const name of network.outputs) {
    const expected = twin.get(name)?.data ?? new Float64Array();
    const greatest = Math.max(...expected.map(Math.abs));
    expect(greatest, name).toBeGreaterThan(0.001);
    expect(greatestDifference(await output(name), expected) / greatest, name).toBeLessThan(TOLERANCE);
  }
}

test.each<readonly [string, GradientRule]>([
  ['guided, of the greatest', { guided: true, target: { kind: 'greatest' } }],
  ['plain, of woman', { guided: false, target: { kind: 'class', index: 0 } }],
])('the gradient on the GPU agrees with its twin on a composite face: %s', async (_, rule) => {
  const face = (await goldenOf(miniXceptionGoldenUrl))('input');
  const input = createFeatureMap([1, 64, 64, 1], (_item, y, x) => face[y * 64 + x] ?? NaN);
  await expectTwin(await loadMiniXception(), rule, input);
});

test('so does the gradient of the second network', async () => {
  const cnn = await loadCnn();
  // A part of the face, since the twin is slow.
  const side = 32;
  const { channels, width } = cnn.input;
  const face = (await goldenOf(cnnGoldenUrl))('input');
  const input = createFeatureMap(
    [1, side, side, channels],
    (_item, y, x, channel) => face[(y * width + x) * channels + channel] ?? NaN,
  );
  const small = { ...cnn, input: { ...cnn.input, height: side, width: side } };
  await expectTwin(small, { guided: true, target: { kind: 'class', index: 1 } }, input);
});
