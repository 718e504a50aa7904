import { expect, test } from 'vitest';
import goldenUrl from '../../../fixtures/goldens/cnn-9layer.safetensors?url&inline';
import weightsUrl from '../../../public/models/cnn-9layer.safetensors?url&inline';
import { createFeatureMap } from '../engine/feature-map.ts';
import { runReference } from '../engine/network-reference.ts';
import { bytesOfAsset } from '../weights/files.testing.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import { takeTensor } from '../weights/tensor.ts';
import { cnn9Layer } from './cnn-9layer.ts';

/** Bar against PyTorch, which sums in f32: activations lie within about ±4. */
const TOLERANCE = 1e-4;

test('the twins agree with PyTorch at every stage, on a composite face', { timeout: 60_000 }, async () => {
  const tensors = readSafetensors('cnn-9layer', await bytesOfAsset(weightsUrl));
  const network = cnn9Layer((name, shape) => takeTensor('cnn-9layer', tensors, name, shape), 1e-3);
  const golden = readSafetensors('golden', await bytesOfAsset(goldenUrl));
  const { height, width, channels } = network.input;
  const input = createFeatureMap([1, height, width, channels]);
  input.data.set(golden.get('input')?.data.subarray(0, input.data.length) ?? []);
  const maps = runReference(network, input);
  for (const stage of ['block1', 'block2', 'block3', 'block4', 'tail', 'logits']) {
    const found = maps.get(stage)?.data ?? new Float64Array();
    const expected = golden.get(stage)?.data ?? new Float32Array();
    const difference = found.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (expected[index] ?? NaN))),
      0,
    );
    expect(found.length, stage).toBe(expected.length / 8);
    expect(difference, stage).toBeLessThan(TOLERANCE);
  }
});
