/** The original project's weights through our reader and twins: extra, for the file is not ours to copy. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../scripts/repository.ts';
import { miniXception } from '../../src/vision/classifier/mini-xception.ts';
import { createFeatureMap } from '../../src/vision/engine/feature-map.ts';
import { runReference } from '../../src/vision/engine/network-reference.ts';
import { readHdf5 } from '../../src/vision/weights/hdf5.ts';
import { renameKerasTensors } from '../../src/vision/weights/keras-mini-xception.ts';
import { readSafetensors } from '../../src/vision/weights/safetensors.ts';
import { takeTensor } from '../../src/vision/weights/tensor.ts';

const shared = join(root, '..', 'shared');
const NAME = 'gender_mini_XCEPTION.21-0.95.hdf5';
const there = existsSync(join(shared, 'reference', NAME));
if (!there)
  console.log(`NOT tested: the original project's weights, since there is no ../shared/reference/${NAME}`);

/** Not a view of Node's pool of buffers. */
function bytesOf(...path: readonly string[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(join(shared, ...path)));
}

/** Of the golden's eight faces: a twin takes about a second for each. */
const FACES = 2;

it.skipIf(!there)(
  "the original project's Keras file gives the logits that PyTorch gives",
  { timeout: 60_000 },
  () => {
    const tensors = renameKerasTensors(NAME, readHdf5(NAME, bytesOf('reference', NAME)));
    const network = miniXception((name, shape) => takeTensor(NAME, tensors, name, shape), 1e-3);
    const golden = readSafetensors('golden', bytesOf('goldens', 'reference-mini-xception.safetensors'));
    const input = createFeatureMap([FACES, 64, 64, 1]);
    input.data.set(golden.get('input')?.data.subarray(0, input.data.length) ?? []);
    const logits = runReference(network, input).get('logits')?.data ?? [];
    const expected = golden.get('logits')?.data.subarray(0, 2 * FACES) ?? [];
    for (const [index, value] of [...expected].entries()) expect(logits[index]).toBeCloseTo(value, 3);
  },
);
