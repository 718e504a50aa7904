import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFeatureMap } from '../engine/feature-map.ts';
import { greatestDifference, requireDevice, type TestDevice } from '../engine/gpu.testing.ts';
import { runReference } from '../engine/network-reference.ts';
import { goldenOf, loadMiniXception, miniXceptionGoldenUrl } from '../engine/networks.testing.ts';
import { runNetwork } from '../engine/run-network.testing.ts';
import { gradientNetwork, type GradientRule } from './gradient-network.ts';

/** Bar for whole gradients, as a share of the greatest: they are long sums whose gates may each be a last bit off. */
const TOLERANCE = 1e-3;

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

test.each<readonly [string, GradientRule]>([
  ['guided, of the greatest', { guided: true, target: { kind: 'greatest' } }],
  ['plain, of woman', { guided: false, target: { kind: 'class', index: 0 } }],
])('the gradient on the GPU agrees with its twin on a composite face: %s', async (_, rule) => {
  const explained = gradientNetwork(await loadMiniXception(), rule);
  const face = (await goldenOf(miniXceptionGoldenUrl))('input').slice(0, 64 * 64);
  const input = createFeatureMap([1, 64, 64, 1], (_item, y, x) => face[y * 64 + x] ?? NaN);
  const twin = runReference(explained.network, input);
  const output = await runNetwork(gpu, explained.network, 1, face);
  for (const name of explained.network.outputs) {
    const expected = twin.get(name)?.data ?? new Float64Array();
    const greatest = Math.max(...expected.map(Math.abs));
    expect(greatest, name).toBeGreaterThan(0.001);
    expect(greatestDifference(await output(name), expected) / greatest, name).toBeLessThan(TOLERANCE);
  }
});
