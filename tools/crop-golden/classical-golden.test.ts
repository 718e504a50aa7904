import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/repository.ts';
import { readSafetensors } from '../../src/vision/weights/safetensors.ts';
import { CLASSICAL_GOLDEN_PATH, classicalGolden } from './classical-golden.ts';
import { readShippedMachine } from './shipped-machine.ts';

/** Sums of single precision over 3,776 features. */
const TOLERANCE = 1e-4;

test('the file says what the classical classifier that ships makes of the crops', () => {
  const golden = readSafetensors(
    CLASSICAL_GOLDEN_PATH,
    new Uint8Array(readFileSync(join(root, CLASSICAL_GOLDEN_PATH))),
  );
  const { weights, bias } = readShippedMachine();
  const computed = classicalGolden(weights, bias);
  expect([...golden.keys()]).toEqual([...computed.keys()]);
  for (const [name, { shape, data }] of computed) {
    expect(golden.get(name)?.shape).toEqual(shape);
    const stored = golden.get(name)?.data ?? new Float32Array();
    const greatest = data.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (stored[at] ?? NaN))),
      0,
    );
    expect(greatest, name).toBeLessThan(TOLERANCE);
  }
});
